-- before:
select 1;
-- apply:
select cron.schedule('nightly', '0 3 * * *', 'analyze');
-- rollback:
select cron.unschedule('daily') where false;
-- expect: not reversible: nightly
