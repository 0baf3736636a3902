-- Runs one query of a snapshot that was prepared.
execute refdb_snapshot_{name}
