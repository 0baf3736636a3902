-- says: DO: an index, its error caught
-- 15: locks t S; builds z; reads t; waits writes on t
-- 18: locks t S; builds z; reads t; waits writes on t

-- statement:
do $$
begin
    create index z on t (c);
exception when duplicate_table then
    null;
end
$$;
