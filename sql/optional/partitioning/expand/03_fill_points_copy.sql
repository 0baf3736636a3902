-- why: The ledger's rows are copied a few at a time, so that nobody waits for them.
-- repeat: until 0 rows, at most 100000000 times
-- pause: 20ms
-- lock_timeout: 200ms

-- Two that wait for one another are no deadlock here: this gives way before a server looks for one.
select public.fill_table_copy('points_transactions', 32);
