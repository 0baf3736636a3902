-- Answers whether catalog and ledger are so large that most of what has been added may be dead.
select coalesce(sum(pg_total_relation_size(c.oid)), 0) > 8000000
from pg_class as c
where c.relkind = 'r' and c.relnamespace in ('pg_catalog'::regnamespace, to_regnamespace('refdb'));
