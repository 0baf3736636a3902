-- says: ADD UNIQUE USING INDEX
-- 15: locks t AE
-- 18: locks t AE

-- set-up:
create unique index z on t (c);

-- statement:
alter table t add unique using index z;
