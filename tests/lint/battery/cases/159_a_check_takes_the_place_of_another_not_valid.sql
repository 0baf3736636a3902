-- says: A check takes the place of another, not valid
-- 15: locks t AE
-- 18: locks t AE

-- statement:
alter table t drop constraint k_check;
alter table t add constraint k_check check (k > 1) not valid;
