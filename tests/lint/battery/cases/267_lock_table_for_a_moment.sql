-- says: LOCK TABLE for a moment
-- 15: locks t S
-- 18: locks t S

-- statement:
lock table t in share mode;
