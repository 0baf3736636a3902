-- Answers whether something between here and the server keeps prepared statements: under what name it is known there.
select exists (
    select
    from pg_catalog.pg_prepared_statements as prepared
    where
        prepared.name ~ '^PGBOUNCER_'
        and prepared.statement ~ 'whether something between here and the server'
)
