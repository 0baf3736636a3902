-- Answers whether there is a schema cron: pg_cron's, or refdb's stand-in.
select pg_catalog.to_regnamespace('cron') is not null;
