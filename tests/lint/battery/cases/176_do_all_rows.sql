-- says: DO: all rows
-- because: rows
-- 15: locks t RE; reads t
-- 18: locks t RE; reads t

-- statement:
do $$
begin
    update t set c = 1;
end
$$;
