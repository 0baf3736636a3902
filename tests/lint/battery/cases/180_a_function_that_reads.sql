-- says: A function that reads
-- 15: locks t AS; reads t
-- 18: locks t AS; reads t

-- set-up:
create function touch_it() returns bigint language sql as 'select count(*) from t';

-- statement:
select touch_it();
