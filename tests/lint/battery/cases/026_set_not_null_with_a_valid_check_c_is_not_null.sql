-- says: SET NOT NULL with a valid CHECK (c IS NOT NULL)
-- 15: locks t AE
-- 18: locks t AE

-- set-up:
alter table t add check (c is not null);

-- statement:
alter table t alter c set not null;
