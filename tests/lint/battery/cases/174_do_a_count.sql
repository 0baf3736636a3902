-- says: DO: a count
-- 15: locks t AS; reads t
-- 18: locks t AS; reads t

-- statement:
do $$
begin
    perform count(*) from t;
end
$$;
