-- before:
create table public.t (a integer, b text);
-- apply:
create unique index t_a_key on public.t (a) include (b) where a > 0;
create index t_b_idx on public.t (lower(b) text_pattern_ops desc nulls last) with (fillfactor = 80);
-- rollback:
-- loses: nothing
drop index public.t_b_idx;
drop index public.t_a_key;
-- data:
insert into public.t values (1, 'one');
-- expect: reversible
