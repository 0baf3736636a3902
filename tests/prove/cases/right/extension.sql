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
-- loses: nothing
drop extension if exists citext;
drop extension if exists vector;
-- expect: reversible
