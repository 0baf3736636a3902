-- why: However many sessions award a referral at once, the ledger takes one award.
-- depends: 0013_index_points_transactions_referral
-- transactional: false

create unique index concurrently points_transactions_reference_id_where_student_referral_idx
    on public.points_transactions (reference_id)
    where reference_type = 'student_referral';
