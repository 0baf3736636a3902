-- says: ALTER TYPE RENAME VALUE
-- 15: nothing
-- 18: nothing

-- statement:
alter type mood rename value 'ok' to 'fine';
