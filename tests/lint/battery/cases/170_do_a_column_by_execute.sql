-- says: DO: a column by EXECUTE
-- 15: locks t AE
-- 18: locks t AE

-- statement:
do $$
begin
    execute 'alter table t add column z int';
end
$$;
