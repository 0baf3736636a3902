-- before:
select cron.schedule('nightly', '0 3 * * *', 'analyze');
-- apply:
select cron.schedule('nightly', '0 4 * * *', 'analyze');
-- rollback:
select cron.schedule('nightly', '0 5 * * *', 'analyze');
-- expect: not reversible: nightly
