-- says: DO: a volatile column for each of several tables
-- 15: locks p AE, t AE; writes p, p_pkey, t, t_pkey, v_idx; reads p, t; waits reads and writes on p, reads and writes on t
-- 18: locks p AE, t AE; writes p, p_pkey, t, t_pkey, v_idx; reads p, t; waits reads and writes on p, reads and writes on t

-- statement:
do $$
declare
    v_table text;
begin
    foreach v_table in array array['t', 'p'] loop
        execute format('alter table %I add column z uuid default gen_random_uuid()', v_table);
    end loop;
end
$$;
