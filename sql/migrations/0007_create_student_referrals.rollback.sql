-- loses: every referral; the points that were awarded stay in the ledger

drop table public.student_referrals;
