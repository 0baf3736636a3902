-- says: ALTER DOMAIN SET NOT NULL
-- 15: locks t S; reads t; waits writes on t
-- 18: locks t S; reads t; waits writes on t

-- statement:
alter domain plain set not null;
