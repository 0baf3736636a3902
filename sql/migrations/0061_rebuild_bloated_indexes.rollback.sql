-- loses: nothing

-- Made by `refdb make` from the object files.

select cron.unschedule('choose_referral_index');
select cron.unschedule('drop_broken_referral_indexes');
select cron.unschedule('rebuild_referral_index');
drop function public.choose_referral_index(numeric, bigint);
drop function public.drop_broken_referral_indexes();
drop function public.find_bloated_referral_indexes(numeric, bigint);

select cron.schedule(
    'reindex_student_referrals',
    '0 4 * * 0',
    'reindex table concurrently public.student_referrals'
);
