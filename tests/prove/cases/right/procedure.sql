-- before:
select 1;
-- apply:
create procedure public.tidy(inout p_rows integer default 0) language plpgsql as 'begin p_rows := 1; end';
-- rollback:
-- loses: nothing
drop procedure public.tidy(integer);
-- expect: reversible
