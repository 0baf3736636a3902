-- Begins a transaction of one view of the catalog, which cannot write.
begin isolation level repeatable read, read only
