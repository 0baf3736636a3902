-- purpose: Does one piece of work from the outbox, by its topic.
-- volatile: changes what the topic says
-- requires: award_periodic_referral_achievements, raise_referral_error

-- Each topic may be done twice and is then as if done once.
create or replace function public.handle_referral_work(
    p_topic text,
    p_organization_id uuid,
    p_payload jsonb,
    p_created_at timestamptz
)
returns void
language plpgsql
volatile
parallel unsafe
called on null input
security invoker
set search_path = pg_catalog, pg_temp
as $$
begin
    if p_topic in ('award_achievements', 'judge_streaks') then
        perform public.award_periodic_referral_achievements(
            p_organization_id,
            array(
                select listed.user_id::uuid
                from jsonb_array_elements_text(p_payload -> 'user_ids') as listed (user_id)
            ),
            (p_payload ->> 'since')::date
        );
    elsif p_topic = 'refresh_analytics' then
        -- The next refresh is due. Mostly somebody has said so already, and nothing is written.
        update public.referral_view_refreshes as refresh
        set stale_since = p_created_at
        where
            refresh.view_name = 'mv_referral_analytics'
            and (refresh.stale_since is null or refresh.stale_since > p_created_at);
    else
        perform public.raise_referral_error('RD031', format('The topic is %L.', p_topic));
    end if;
end;
$$;

comment on function public.handle_referral_work(text, uuid, jsonb, timestamptz) is
    'Topics: award_achievements and judge_streaks (user_ids, since), refresh_analytics (nothing);'
    ' RD031 for any other.';

revoke all on function public.handle_referral_work(text, uuid, jsonb, timestamptz) from public;
