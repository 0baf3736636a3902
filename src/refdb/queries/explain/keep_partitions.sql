-- Keeps every partition in a generic plan: before 16 nulls in place of the values prune them all.
set local enable_partition_pruning = off
