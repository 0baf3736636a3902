-- says: DO: not null
-- 15: locks t AE; reads t; waits reads and writes on t
-- 18: locks t AE; reads t; waits reads and writes on t

-- statement:
do $$
begin
    alter table t alter column c set not null;
end
$$;
