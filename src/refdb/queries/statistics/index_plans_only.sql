-- Until the transaction ends the planner takes indexes only, and says how high they are.
set local enable_seqscan = off;
set local enable_bitmapscan = off;
set local enable_sort = off;
set local enable_incremental_sort = off;
set local enable_indexscan = on;
set local enable_indexonlyscan = on;
set local max_parallel_workers_per_gather = 0;
set local cpu_operator_cost = {operator_cost}
