-- Enters a referral, or answers the one that an earlier try has entered under this id.
with entered as (
    insert into public.student_referrals (
        id,
        organization_id,
        referrer_id,
        referrer_type,
        campaign_id,
        referred_student_name,
        referred_student_phone,
        contact_notes,
        created_by
    )
    select
        %(id)s::uuid,
        ranking.organization_id,
        ranking.user_id,
        ranking.user_type,
        %(campaign_id)s::uuid,
        %(name)s::text,
        %(phone)s::text,
        %(notes)s::text,
        %(created_by)s::uuid
    from public.user_rankings as ranking
    where
        ranking.user_id = %(referrer_id)s
        and ranking.organization_id = %(organization_id)s
    on conflict (id) do nothing
    returning student_referrals.*
)

select
    found.id as referral_id,
    found.referrer_id,
    found.status,
    found.points_awarded,
    found.enrollment_date,
    found.created_at,
    now() as changed_at
from (
    select entered.*
    from entered
    union all
    select earlier.*
    from public.student_referrals as earlier
    where
        earlier.id = %(id)s
        and earlier.referrer_id = %(referrer_id)s
        and not exists (select from entered)
) as found
