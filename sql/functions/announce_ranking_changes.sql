-- purpose: Tells whoever listens on the channel ranking_changes which schools' rankings changed.
-- volatile: sends a notification

-- The same organization has the same payload throughout a transaction, now() being its start, and
-- the server delivers equal ones once. Which users it was is no part of it: that would be another
-- payload with each statement, and too long for a large one (8000 bytes). The listener finds them
-- in user_rankings by updated_at, which is changed_at for all that the transaction changed.
create or replace function public.announce_ranking_changes(p_organization_ids uuid[])
returns void
language sql
volatile
parallel unsafe
called on null input
security invoker
begin atomic
    select
        pg_notify(
            'ranking_changes',
            jsonb_build_object(
                'organization_id', requested.id,
                'changed_at', now()
            )::text
        )
    from unnest(p_organization_ids) as requested (id);
end;

comment on function public.announce_ranking_changes(uuid[]) is
    'Sends an object with organization_id and changed_at at commit, once an organization and'
    ' transaction.';

revoke all on function public.announce_ranking_changes(uuid[]) from public;
grant execute on function public.announce_ranking_changes(uuid[]) to referral_app, referral_admin;
