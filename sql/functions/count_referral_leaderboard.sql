-- purpose: Counts a leaderboard as served from the cache or as built.
-- volatile: advances a sequence

-- By sequences, which no reader waits for; see referral_leaderboard_hits.
create or replace function public.count_referral_leaderboard(
    p_can_write boolean,
    p_is_hit boolean
)
returns void
language sql
volatile
parallel unsafe
called on null input
security invoker
begin atomic
    select
        case
            -- A read-only transaction advances no sequence.
            when not p_can_write then null
            when p_is_hit then nextval('public.referral_leaderboard_hits'::regclass)
            else nextval('public.referral_leaderboard_misses'::regclass)
        end;
end;

comment on function public.count_referral_leaderboard(boolean, boolean) is
    'Advances referral_leaderboard_hits or referral_leaderboard_misses, where the transaction can.';

revoke all on function public.count_referral_leaderboard(boolean, boolean) from public;
grant execute on function public.count_referral_leaderboard(boolean, boolean)
    to referral_app, referral_readonly, referral_admin;
