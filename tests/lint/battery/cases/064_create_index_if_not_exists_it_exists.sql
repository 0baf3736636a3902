-- says: CREATE INDEX IF NOT EXISTS, it exists
-- 15: locks t S
-- 18: locks t S

-- statement:
create index if not exists v_idx on t (v);
