-- why: A partitioned copy of the referrals is kept up to date beside them; the awards that its rows
--   point to are in the ledger's copy by now.
-- repeat: until 0 rows
-- pause: 20ms
-- lock_timeout: 100ms

select public.build_table_copy('student_referrals', 16);
