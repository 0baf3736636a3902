-- says: DO: an index by EXECUTE
-- 15: locks t S; builds z; reads t; waits writes on t
-- 18: locks t S; builds z; reads t; waits writes on t

-- statement:
do $$
begin
    execute 'create index z on t (c)';
end
$$;
