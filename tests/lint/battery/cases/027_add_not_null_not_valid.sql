-- says: ADD NOT NULL … NOT VALID
-- since: 18
-- 18: locks t AE

-- statement:
alter table t add constraint z not null c not valid;
