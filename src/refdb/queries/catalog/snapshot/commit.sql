-- Ends the transaction, and with it the settings and locks.
commit
