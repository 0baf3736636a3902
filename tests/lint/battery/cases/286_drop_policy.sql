-- says: DROP POLICY
-- 15: locks t AE
-- 18: locks t AE

-- set-up:
create policy z on t;

-- statement:
drop policy z on t;
