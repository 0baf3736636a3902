-- Switches one trigger of one table off, or on again.
alter table {table} {way} trigger {name}
