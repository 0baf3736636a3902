-- says: ENABLE ROW LEVEL SECURITY
-- 15: locks t AE
-- 18: locks t AE

-- statement:
alter table t enable row level security;
