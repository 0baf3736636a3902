-- says: ALTER TYPE ADD VALUE
-- 15: nothing
-- 18: nothing

-- statement:
alter type mood add value 'happy';
