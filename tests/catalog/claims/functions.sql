-- claim: function {s}.f(integer): added
-- change
create or replace function f(x integer) returns integer language plpgsql  as $$begin return x; end$$;
-- undo
drop function f(integer);

-- claim: function {s}.f(integer): removed
create or replace function f(x integer) returns integer language plpgsql  as $$begin return x; end$$;
-- change
drop function f(integer);
-- undo
create or replace function f(x integer) returns integer language plpgsql  as $$begin return x; end$$;

-- claim: function {s}.f(integer): volatility: volatile → stable
create or replace function f(x integer) returns integer language plpgsql  as $$begin return x; end$$;
-- change
create or replace function f(x integer) returns integer language plpgsql stable as $$begin return x; end$$;
-- undo
create or replace function f(x integer) returns integer language plpgsql  as $$begin return x; end$$;

-- claim: function {s}.f(integer): volatility: volatile → immutable
create or replace function f(x integer) returns integer language plpgsql  as $$begin return x; end$$;
-- change
create or replace function f(x integer) returns integer language plpgsql immutable as $$begin return x; end$$;
-- undo
create or replace function f(x integer) returns integer language plpgsql  as $$begin return x; end$$;

-- claim: function {s}.f(integer): parallel: unsafe → safe
create or replace function f(x integer) returns integer language plpgsql  as $$begin return x; end$$;
-- change
create or replace function f(x integer) returns integer language plpgsql parallel safe as $$begin return x; end$$;
-- undo
create or replace function f(x integer) returns integer language plpgsql  as $$begin return x; end$$;

-- claim: function {s}.f(integer): parallel: unsafe → restricted
create or replace function f(x integer) returns integer language plpgsql  as $$begin return x; end$$;
-- change
create or replace function f(x integer) returns integer language plpgsql parallel restricted as $$begin return x; end$$;
-- undo
create or replace function f(x integer) returns integer language plpgsql  as $$begin return x; end$$;

-- claim: function {s}.f(integer): now strict
create or replace function f(x integer) returns integer language plpgsql  as $$begin return x; end$$;
-- change
create or replace function f(x integer) returns integer language plpgsql strict as $$begin return x; end$$;
-- undo
create or replace function f(x integer) returns integer language plpgsql  as $$begin return x; end$$;

-- claim: function {s}.f(integer): now security definer
create or replace function f(x integer) returns integer language plpgsql  as $$begin return x; end$$;
-- change
create or replace function f(x integer) returns integer language plpgsql security definer as $$begin return x; end$$;
-- undo
create or replace function f(x integer) returns integer language plpgsql  as $$begin return x; end$$;

-- claim: function {s}.f(integer): now leakproof
create or replace function f(x integer) returns integer language plpgsql  as $$begin return x; end$$;
-- change
create or replace function f(x integer) returns integer language plpgsql leakproof as $$begin return x; end$$;
-- undo
create or replace function f(x integer) returns integer language plpgsql  as $$begin return x; end$$;

-- claim: function {s}.f(integer): cost: 100.0 → 5.0
create or replace function f(x integer) returns integer language plpgsql  as $$begin return x; end$$;
-- change
create or replace function f(x integer) returns integer language plpgsql cost 5 as $$begin return x; end$$;
-- undo
create or replace function f(x integer) returns integer language plpgsql  as $$begin return x; end$$;

-- claim: function {s}.f(integer): setting search_path: none → pg_catalog, pg_temp
create or replace function f(x integer) returns integer language plpgsql  as $$begin return x; end$$;
-- change
create or replace function f(x integer) returns integer language plpgsql set search_path = pg_catalog, pg_temp as $$begin return x; end$$;
-- undo
create or replace function f(x integer) returns integer language plpgsql  as $$begin return x; end$$;

-- claim: function {s}.f(integer): setting work_mem: none → 1MB
create or replace function f(x integer) returns integer language plpgsql  as $$begin return x; end$$;
-- change
create or replace function f(x integer) returns integer language plpgsql set work_mem = '1MB' as $$begin return x; end$$;
-- undo
create or replace function f(x integer) returns integer language plpgsql  as $$begin return x; end$$;

-- claim: function {s}.f(integer): setting work_mem: 1MB → 2MB
create or replace function f(x integer) returns integer language plpgsql set work_mem = '1MB' set jit = off as $$begin return x; end$$;
-- change
create or replace function f(x integer) returns integer language plpgsql set jit = off set work_mem = '2MB' as $$begin return x; end$$;
-- undo
create or replace function f(x integer) returns integer language plpgsql set work_mem = '1MB' set jit = off as $$begin return x; end$$;

-- claim: function {s}.f(integer): body: begin return x; end → begin return x + 1; end
create or replace function f(x integer) returns integer language plpgsql  as $$begin return x; end$$;
-- change
create or replace function f(x integer) returns integer language plpgsql  as $$begin return x + 1; end$$;
-- undo
create or replace function f(x integer) returns integer language plpgsql  as $$begin return x; end$$;

-- claim: function {s}.f(integer): body differs (cosmetic)
create or replace function f(x integer) returns integer language plpgsql  as $$begin return x; end$$;
-- change
create or replace function f(x integer) returns integer language plpgsql  as $$begin
  return  x; -- the same
end$$;
-- undo
create or replace function f(x integer) returns integer language plpgsql  as $$begin return x; end$$;

-- claim: function {s}.f(integer): body differs
create or replace function f(x integer) returns integer language plpgsql  as $$begin return x; end$$;
-- change
create or replace function f(x integer) returns integer language plpgsql  as $$begin
  return 'x  y'; end$$;
-- undo
create or replace function f(x integer) returns integer language plpgsql  as $$begin return x; end$$;

-- claim: function {s}.f(integer): arguments: x integer → y integer
create or replace function f(x integer) returns integer language plpgsql  as $$begin return x; end$$;
-- change
drop function f;
create function f(y integer) returns integer language plpgsql as $$begin return x; end$$;
-- undo
drop function f;
create or replace function f(x integer) returns integer language plpgsql  as $$begin return x; end$$;

-- claim: function {s}.f(integer): arguments: x integer → x integer DEFAULT 3
create or replace function f(x integer) returns integer language plpgsql  as $$begin return x; end$$;
-- change
create or replace function f(x integer default 3) returns integer language plpgsql as $$begin return x; end$$;
-- undo
drop function f;
create or replace function f(x integer) returns integer language plpgsql  as $$begin return x; end$$;

-- claim: function {s}.f(integer): returns: integer → bigint
create or replace function f(x integer) returns integer language plpgsql  as $$begin return x; end$$;
-- change
drop function f;
create function f(x integer) returns bigint language plpgsql as $$begin return x; end$$;
-- undo
drop function f;
create or replace function f(x integer) returns integer language plpgsql  as $$begin return x; end$$;

-- claim: function {s}.f(text): added
create or replace function f(x integer) returns integer language plpgsql  as $$begin return x; end$$;
-- change
create function f(x text) returns integer language plpgsql as $$begin return x; end$$;
-- undo
drop function f(text);

-- claim: function {s}.f(): rows: 10.0 → 20.0
create function f() returns setof integer language sql rows 10 as 'select 1';
-- change
alter function f rows 20;
-- undo
alter function f rows 10;

-- claim: function {s}.f(): returns: TABLE(a integer) → TABLE(b integer)
create function f() returns table (a integer) language sql as 'select 1';
-- change
drop function f;
create function f() returns table (b integer) language sql as 'select 1';
-- undo
drop function f;
create function f() returns table (a integer) language sql as 'select 1';

-- claim: function {s}.f(integer[]): arguments: VARIADIC x integer[] → x integer[]
create function f(variadic x integer[]) returns integer language sql as 'select 1';
-- change
drop function f;
create function f(x integer[]) returns integer language sql as 'select 1';
-- undo
drop function f;
create function f(variadic x integer[]) returns integer language sql as 'select 1';

-- claim: function {s}.f(): sql body differs
create table t (a integer, b text);
create function f() returns bigint language sql begin atomic select count(*) from t; end;
-- change
create or replace function f() returns bigint language sql begin atomic select count(a) from t; end;
-- undo
create or replace function f() returns bigint language sql begin atomic select count(*) from t; end;

-- claim: function {s}.f(): sql body: RETURN 1 → RETURN 2
create function f() returns integer language sql return 1;
-- change
create or replace function f() returns integer language sql return 2;
-- undo
create or replace function f() returns integer language sql return 1;

-- claim: function {s}.f(): language: sql → plpgsql
set check_function_bodies = off;
create function f() returns integer language sql as 'begin return 1; end';
-- change
create or replace function f() returns integer language plpgsql as 'begin return 1; end';
-- undo
set check_function_bodies = off;
create or replace function f() returns integer language sql as 'begin return 1; end';

-- claim: function {s}.f(integer, integer): support: none → generate_series_int4_support
create function f(integer, integer) returns boolean language internal immutable as 'int4eq';
-- change
alter function f support generate_series_int4_support;
-- undo
create or replace function f(integer, integer) returns boolean language internal immutable as 'int4eq';

-- claim: function {s}.f(): body: pg_backend_pid → pg_conf_load_time
create function f() returns integer language internal as 'pg_backend_pid';
-- change
create or replace function f() returns integer language internal as 'pg_conf_load_time';
-- undo
create or replace function f() returns integer language internal as 'pg_backend_pid';

-- claim: function {s}.w(): added
-- change
create function w() returns bigint language internal window as 'window_row_number';
-- undo
drop function w;

-- claim: function {s}.w(): removed
create function w() returns bigint language internal window as 'window_row_number';
-- change
drop function w;
-- undo
create function w() returns bigint language internal window as 'window_row_number';

-- claim: function {s}.f(integer): owner: refdb_boss → refdb_app
create or replace function f(x integer) returns integer language plpgsql  as $$begin return x; end$$;
-- change
alter function f owner to refdb_app;
-- undo
alter function f owner to refdb_boss;

-- claim: function {s}.f(integer): comment: none → Why.
create or replace function f(x integer) returns integer language plpgsql  as $$begin return x; end$$;
-- change
comment on function f is 'Why.';
-- undo
comment on function f is null;

-- claim: function {s}.f(integer): grants to public: default → none
create or replace function f(x integer) returns integer language plpgsql  as $$begin return x; end$$;
-- change
revoke execute on function f from public;
-- undo
grant execute on function f to public;

-- claim: function {s}.f(integer): grants to refdb_app: default → execute
create or replace function f(x integer) returns integer language plpgsql  as $$begin return x; end$$;
-- change
grant execute on function f to refdb_app;
-- undo
revoke execute on function f from refdb_app;

-- claim: function {s}.f(integer): depends on extensions: none → plpgsql
create or replace function f(x integer) returns integer language plpgsql  as $$begin return x; end$$;
-- change
alter function f depends on extension plpgsql;
-- undo
alter function f no depends on extension plpgsql;

-- claim: function {s}.f(integer): removed | function {s}.g(integer): added
create or replace function f(x integer) returns integer language plpgsql  as $$begin return x; end$$;
-- change
alter function f rename to g;
-- undo
alter function g rename to f;

-- claim: procedure {s}.p(integer): added
-- change
create procedure p(inout x integer) language plpgsql as $$begin x := 1; end$$;
-- undo
drop procedure p;

-- claim: procedure {s}.p(integer): removed
create procedure p(inout x integer) language plpgsql as $$begin x := 1; end$$;
-- change
drop procedure p;
-- undo
create procedure p(inout x integer) language plpgsql as $$begin x := 1; end$$;

-- claim: procedure {s}.p(integer): now security definer
create procedure p(inout x integer) language plpgsql as $$begin x := 1; end$$;
-- change
create or replace procedure p(inout x integer) language plpgsql security definer as $$begin x := 1; end$$;
-- undo
create or replace procedure p(inout x integer) language plpgsql as $$begin x := 1; end$$;

-- claim: procedure {s}.p(): comment: none → Why.
create procedure p() language plpgsql as $$begin end$$;
-- change
comment on procedure p is 'Why.';
-- undo
comment on procedure p is null;
