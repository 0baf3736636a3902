-- claim: aggregate {s}.g(integer): added
-- change
create or replace aggregate g(integer) (sfunc = int4pl, stype = integer);
-- undo
drop aggregate g(integer);

-- claim: aggregate {s}.g(integer): removed
create or replace aggregate g(integer) (sfunc = int4pl, stype = integer);
-- change
drop aggregate g(integer);
-- undo
create or replace aggregate g(integer) (sfunc = int4pl, stype = integer);

-- claim: aggregate {s}.g(integer): initial: none → 0
create or replace aggregate g(integer) (sfunc = int4pl, stype = integer);
-- change
create or replace aggregate g(integer) (sfunc = int4pl, stype = integer, initcond = '0');
-- undo
create or replace aggregate g(integer) (sfunc = int4pl, stype = integer);

-- claim: aggregate {s}.g(integer): final function: none → int4abs
create or replace aggregate g(integer) (sfunc = int4pl, stype = integer);
-- change
create or replace aggregate g(integer) (sfunc = int4pl, stype = integer, finalfunc = int4abs);
-- undo
create or replace aggregate g(integer) (sfunc = int4pl, stype = integer);

-- claim: aggregate {s}.g(integer): final modify: r → w
create or replace aggregate g(integer) (sfunc = int4pl, stype = integer, finalfunc = int4abs);
-- change
create or replace aggregate g(integer) (sfunc = int4pl, stype = integer, finalfunc = int4abs, finalfunc_modify = read_write);
-- undo
create or replace aggregate g(integer) (sfunc = int4pl, stype = integer, finalfunc = int4abs);

-- claim: aggregate {s}.g(integer): combine function: none → int4pl
create or replace aggregate g(integer) (sfunc = int4pl, stype = integer);
-- change
create or replace aggregate g(integer) (sfunc = int4pl, stype = integer, combinefunc = int4pl);
-- undo
create or replace aggregate g(integer) (sfunc = int4pl, stype = integer);

-- claim: aggregate {s}.g(integer): state size: none → 64
create or replace aggregate g(integer) (sfunc = int4pl, stype = integer);
-- change
create or replace aggregate g(integer) (sfunc = int4pl, stype = integer, sspace = 64);
-- undo
create or replace aggregate g(integer) (sfunc = int4pl, stype = integer);

-- claim: aggregate {s}.g(integer): sort operator: none → <(integer,integer)
create or replace aggregate g(integer) (sfunc = int4pl, stype = integer);
-- change
create or replace aggregate g(integer) (sfunc = int4pl, stype = integer, sortop = operator(pg_catalog.<));
-- undo
create or replace aggregate g(integer) (sfunc = int4pl, stype = integer);

-- claim: aggregate {s}.g(integer): parallel: unsafe → safe
create or replace aggregate g(integer) (sfunc = int4pl, stype = integer);
-- change
create or replace aggregate g(integer) (sfunc = int4pl, stype = integer, parallel = safe);
-- undo
create or replace aggregate g(integer) (sfunc = int4pl, stype = integer);

-- claim: aggregate {s}.g(integer): moving initial: none → 0
create or replace aggregate g(integer) (sfunc = int4pl, stype = integer, msfunc = int4pl, minvfunc = int4mi, mstype = integer);
-- change
create or replace aggregate g(integer) (sfunc = int4pl, stype = integer, msfunc = int4pl, minvfunc = int4mi, mstype = integer, minitcond = '0');
-- undo
create or replace aggregate g(integer) (sfunc = int4pl, stype = integer, msfunc = int4pl, minvfunc = int4mi, mstype = integer);

-- claim: aggregate {s}.g(integer): moving size: none → 64
create or replace aggregate g(integer) (sfunc = int4pl, stype = integer, msfunc = int4pl, minvfunc = int4mi, mstype = integer);
-- change
create or replace aggregate g(integer) (sfunc = int4pl, stype = integer, msfunc = int4pl, minvfunc = int4mi, mstype = integer, msspace = 64);
-- undo
create or replace aggregate g(integer) (sfunc = int4pl, stype = integer, msfunc = int4pl, minvfunc = int4mi, mstype = integer);

-- claim: aggregate {s}.g(integer): moving final: none → int4abs
create or replace aggregate g(integer) (sfunc = int4pl, stype = integer, msfunc = int4pl, minvfunc = int4mi, mstype = integer);
-- change
create or replace aggregate g(integer) (sfunc = int4pl, stype = integer, msfunc = int4pl, minvfunc = int4mi, mstype = integer, mfinalfunc = int4abs);
-- undo
create or replace aggregate g(integer) (sfunc = int4pl, stype = integer, msfunc = int4pl, minvfunc = int4mi, mstype = integer);

-- claim: aggregate {s}.g(integer): comment: none → Why.
create or replace aggregate g(integer) (sfunc = int4pl, stype = integer);
-- change
comment on aggregate g(integer) is 'Why.';
-- undo
comment on aggregate g(integer) is null;

-- claim: aggregate {s}.g(integer): owner: refdb_boss → refdb_app
create or replace aggregate g(integer) (sfunc = int4pl, stype = integer);
-- change
alter aggregate g(integer) owner to refdb_app;
-- undo
alter aggregate g(integer) owner to refdb_boss;

-- claim: aggregate {s}.g(integer): grants to public: default → none
create or replace aggregate g(integer) (sfunc = int4pl, stype = integer);
-- change
revoke execute on function g(integer) from public;
-- undo
grant execute on function g(integer) to public;

-- claim: aggregate {s}.h(*): added
-- change
create aggregate h(*) (sfunc = int8inc, stype = bigint, initcond = '0');
-- undo
drop aggregate h(*);

-- claim: aggregate {s}.h(*): removed
create aggregate h(*) (sfunc = int8inc, stype = bigint, initcond = '0');
-- change
drop aggregate h(*);
-- undo
create aggregate h(*) (sfunc = int8inc, stype = bigint, initcond = '0');

-- claim: aggregate {s}.o(double precision, anyelement): added
-- change
create aggregate o(double precision order by anyelement) (sfunc = ordered_set_transition, stype = internal, finalfunc = percentile_disc_final, finalfunc_extra);
-- undo
drop aggregate o(double precision order by anyelement);

-- claim: aggregate {s}.o(double precision, anyelement): removed
create aggregate o(double precision order by anyelement) (sfunc = ordered_set_transition, stype = internal, finalfunc = percentile_disc_final, finalfunc_extra);
-- change
drop aggregate o(double precision order by anyelement);
-- undo
create aggregate o(double precision order by anyelement) (sfunc = ordered_set_transition, stype = internal, finalfunc = percentile_disc_final, finalfunc_extra);
