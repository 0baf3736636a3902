-- says: A function that builds an index
-- 15: locks t S; builds z; reads t; waits writes on t
-- 18: locks t S; builds z; reads t; waits writes on t

-- set-up:
create function make_it() returns void language plpgsql as 'begin create index z on t (c); end';

-- statement:
select make_it();
