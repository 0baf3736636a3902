-- purpose: What autovacuum would have done in a database with this history.

-- Not analyze alone: without vacuum no page is known to be visible to all, and the planner expects
-- an index-only scan to read the table as well.
vacuum (analyze);
