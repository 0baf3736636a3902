-- Answers an organization's analytics as an object.
select public.get_referral_analytics(%(organization_id)s, %(by)s, %(since)s, %(until)s)
