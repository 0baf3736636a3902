-- A tool's ledger as this server writes its name; null where it is not here.
select to_regclass(%(table)s)::text
