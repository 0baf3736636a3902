-- loses: nothing

-- Callers are back on the plain form.

create or replace function public.get_student_referral_dashboard(p_student_id uuid)
returns jsonb
language sql
stable
parallel safe
called on null input
security invoker
return public.get_student_referral_dashboard_plain(p_student_id);

comment on function public.get_student_referral_dashboard(uuid) is
    'Calls the plain form, get_student_referral_dashboard_plain.';
