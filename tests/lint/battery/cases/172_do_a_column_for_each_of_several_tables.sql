-- says: DO: a column for each of several tables
-- 15: locks p AE, t AE
-- 18: locks p AE, t AE

-- statement:
do $$
declare
    v_table text;
begin
    foreach v_table in array array['t', 'p'] loop
        execute format('alter table %I add column z int', v_table);
    end loop;
end
$$;
