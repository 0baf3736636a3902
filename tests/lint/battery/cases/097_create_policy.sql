-- says: CREATE POLICY
-- 15: locks t AE
-- 18: locks t AE

-- statement:
create policy z on t;
