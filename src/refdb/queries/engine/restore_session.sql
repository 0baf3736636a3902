-- Undoes what a migration set for the session, so that the ledger's rows find their tables.
reset role;
reset all;
