-- loses: the alert levels that were changed, the pools' last words and the history of the cache's
--   counters

drop table public.referral_alert_thresholds;
drop table public.referral_pool_states;
drop table public.referral_cache_samples;
drop sequence public.referral_leaderboard_misses;
drop sequence public.referral_leaderboard_hits;

-- A constraint cannot be made not valid again: it is added anew.
alter table public.student_referrals
    drop constraint student_referrals_source_is_known_check;
alter table public.student_referrals
    add constraint student_referrals_source_is_known_check
        check (
            source in ('unknown', 'in_person', 'phone', 'social_media', 'website', 'event', 'other')
        ) not valid;
