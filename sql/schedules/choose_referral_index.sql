-- purpose: Chooses which index is rebuilt next, Sundays from 04:00 to 05:55.
-- schedule: */5 4-5 * * 0

select cron.schedule(
    'choose_referral_index',
    '*/5 4-5 * * 0',
    'select public.choose_referral_index()'
);
