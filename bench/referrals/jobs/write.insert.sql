-- Enters one referral.
insert into public.student_referrals (
    organization_id,
    referrer_id,
    referrer_type,
    referred_student_name,
    referred_student_phone
)
select
    ranking.organization_id,
    ranking.user_id,
    ranking.user_type,
    'Aziza Karimova',
    '+998901234567'
from public.user_rankings as ranking
where ranking.user_id = %(id)s
