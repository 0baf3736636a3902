-- PgBouncer's pools: clients that work and wait, connections to the server, the longest wait.
show pools
