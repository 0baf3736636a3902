-- before:
select 1;
-- apply:
do $$
begin
    execute 'create extension ' || (
        select name from pg_available_extensions where name in ('citext', 'vector') order by name limit 1
    );
end
$$;
-- rollback:
select 1;
-- expect: not reversible: extension; applied again: … SQLSTATE 42710
