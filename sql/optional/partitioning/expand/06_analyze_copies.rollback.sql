-- loses: nothing
-- transactional: false

vacuum (analyze) public.points_transactions;
vacuum (analyze) public.student_referrals;
