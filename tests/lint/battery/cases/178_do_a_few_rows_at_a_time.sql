-- says: DO: a few rows at a time
-- 15: locks t RE; reads t
-- 18: locks t RE; reads t

-- statement:
-- transactional: false
do $$
begin
    loop
        update t set c = 1
        where id in (select id from t where c is distinct from 1 limit 1000);
        exit when not found;
        commit;
    end loop;
end
$$;
