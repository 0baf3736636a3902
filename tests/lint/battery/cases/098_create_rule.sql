-- says: CREATE RULE
-- 15: locks t AE
-- 18: locks t AE

-- statement:
create rule z as on delete to t do also nothing;
