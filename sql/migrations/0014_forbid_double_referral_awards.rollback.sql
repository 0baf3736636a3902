-- loses: nothing
-- transactional: false

drop index concurrently public.points_transactions_reference_id_where_student_referral_idx;
