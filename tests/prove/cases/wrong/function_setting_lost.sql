-- before:
create function public.f() returns integer language plpgsql set search_path = pg_catalog, pg_temp as 'begin return 1; end';
-- apply:
create or replace function public.f() returns integer language plpgsql set search_path = pg_catalog, pg_temp as 'begin return 2; end';
-- rollback:
create or replace function public.f() returns integer language plpgsql as 'begin return 1; end';
-- expect: not reversible: function public.f(): setting
