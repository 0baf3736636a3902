-- Ends the transaction of an export.
rollback
