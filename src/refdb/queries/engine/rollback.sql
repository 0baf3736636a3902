-- Gives up the transaction of one migration.
rollback
