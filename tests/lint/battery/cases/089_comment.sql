-- says: COMMENT
-- 15: locks t SUE
-- 18: locks t SUE

-- statement:
comment on table t is 'x';
