-- Marks where a gate's step begins.
savepoint step
