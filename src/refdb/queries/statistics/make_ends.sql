-- Makes a table for the ends of columns, in a schema of its own; both are rolled back.
create table refdb_ends.ends (number integer, {columns})
