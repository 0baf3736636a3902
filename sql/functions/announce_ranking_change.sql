-- purpose: Tells whoever listens on the channel ranking_changes whose referrals moved.
-- volatile: sends a notification

-- The payload says who, not what: equal ones of a transaction reach a listener once.
create or replace function public.announce_ranking_change(
    p_organization_id uuid,
    p_user_id uuid,
    p_status text
)
returns void
language sql
volatile
parallel unsafe
called on null input
security invoker
return pg_notify(
    'ranking_changes',
    jsonb_build_object(
        'organization_id', p_organization_id,
        'user_id', p_user_id,
        'status', p_status
    )::text
);

comment on function public.announce_ranking_change(uuid, uuid, text) is
    'Sends organization_id, user_id and the referral''s new status as an object, at commit.';

revoke all on function public.announce_ranking_change(uuid, uuid, text) from public;
grant execute on function public.announce_ranking_change(uuid, uuid, text)
    to referral_app, referral_admin;
