-- purpose: Rebuilds the index that choose_referral_index has chosen a minute before, concurrently.
-- schedule: 1-59/5 4-5 * * 0

-- The command is written by choose_referral_index, and is this one whenever nothing is to be done.
select cron.schedule(
    'rebuild_referral_index',
    '1-59/5 4-5 * * 0',
    'select ''no index is bloated'''
);
