-- says: DO: an index by EXECUTE format()
-- 15: locks t S; builds z; reads t; waits writes on t
-- 18: locks t S; builds z; reads t; waits writes on t

-- statement:
do $$
begin
    execute format('create index %I on %I (c)', 'z', 't');
end
$$;
