-- why: The first queries after the exchange are planned for the rows that are there.
-- transactional: false

vacuum (analyze) public.points_transactions_copy;
vacuum (analyze) public.student_referrals_copy;
