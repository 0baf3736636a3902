-- before:
select cron.schedule('nightly', '0 3 * * *', 'analyze');
-- apply:
select cron.schedule('nightly', '0 4 * * *', 'analyze');
select cron.schedule('hourly', '0 * * * *', 'select 1');
-- rollback:
-- loses: nothing
select cron.unschedule('hourly');
select cron.schedule('nightly', '0 3 * * *', 'analyze');
-- expect: reversible
