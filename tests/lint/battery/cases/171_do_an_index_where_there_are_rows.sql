-- says: DO: an index where there are rows
-- because: elsewhere
-- 15: locks t AS; reads t
-- 18: locks t AS; reads t

-- statement:
do $$
begin
    if exists (select 1 from t) then
        execute 'create index z on t (c)';
    end if;
end
$$;
