-- says: A function in SQL that changes all rows
-- because: rows
-- 15: locks t RE; reads t
-- 18: locks t RE; reads t

-- set-up:
create function touch_it() returns void language sql as 'update t set c = 1';

-- statement:
select touch_it();
