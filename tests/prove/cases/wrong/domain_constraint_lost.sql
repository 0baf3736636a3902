-- before:
create domain public.percent as integer constraint percent_check check (value between 0 and 100);
-- apply:
alter domain public.percent drop constraint percent_check;
-- rollback:
alter domain public.percent set default 0;
-- expect: not reversible: public.percent.percent_check: removed; domain public.percent: default; applied again: … constraint "percent_check" of domain
