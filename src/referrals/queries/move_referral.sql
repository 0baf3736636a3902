-- Moves a referral; one that is there already stays as it is, so that a repeat does no harm.
update public.student_referrals as referral
set
    status = %(status)s,
    enrolled_student_id = coalesce(%(enrolled_student_id)s, referral.enrolled_student_id),
    contact_notes = coalesce(%(notes)s, referral.contact_notes),
    updated_at = now()
where
    referral.id = %(id)s
    and referral.organization_id = %(organization_id)s
    and referral.deleted_at is null
    and referral.status <> %(status)s
