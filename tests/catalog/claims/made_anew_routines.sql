-- Routines, types and what is by itself: what is changed only by being made anew.
-- claim: access method {s}_a: handler: bthandler → hashhandler
create access method {s}_a type index handler bthandler;
-- change
drop access method {s}_a;
create access method {s}_a type index handler hashhandler;
-- undo
drop access method {s}_a;
create access method {s}_a type index handler bthandler;

-- claim: access method {s}_a: handler: bthandler → heap_tableam_handler | access method {s}_a: type: index → table
create access method {s}_a type index handler bthandler;
-- change
drop access method {s}_a;
create access method {s}_a type table handler heap_tableam_handler;
-- undo
drop access method {s}_a;
create access method {s}_a type index handler bthandler;

-- claim: aggregate {s}.g(integer): state function: int4pl → int4mul
create aggregate {s}.g(integer) (sfunc = int4pl, stype = integer);
-- change
drop aggregate {s}.g(integer);
create aggregate {s}.g(integer) (sfunc = int4mul, stype = integer);
-- undo
drop aggregate {s}.g(integer);
create aggregate {s}.g(integer) (sfunc = int4pl, stype = integer);

-- claim: aggregate {s}.g(integer): initial: none → 0 | aggregate {s}.g(integer): returns: integer → bigint | aggregate {s}.g(integer): state function: int4pl → int84pl | aggregate {s}.g(integer): state type: integer → bigint
create aggregate {s}.g(integer) (sfunc = int4pl, stype = integer);
-- change
drop aggregate {s}.g(integer);
create aggregate {s}.g(integer) (sfunc = int84pl, stype = bigint, initcond = '0');
-- undo
drop aggregate {s}.g(integer);
create aggregate {s}.g(integer) (sfunc = int4pl, stype = integer);

-- claim: aggregate {s}.g(integer): moving final: none → pg_catalog.int4 | aggregate {s}.g(integer): moving function: int4pl → int84pl | aggregate {s}.g(integer): moving initial: none → 0 | aggregate {s}.g(integer): moving inverse: int4mi → int84mi | aggregate {s}.g(integer): moving type: integer → bigint
create aggregate {s}.g(integer) (sfunc = int4pl, stype = integer, msfunc = int4pl, minvfunc = int4mi, mstype = integer);
-- change
drop aggregate {s}.g(integer);
create aggregate {s}.g(integer) (sfunc = int4pl, stype = integer, msfunc = int84pl, minvfunc = int84mi, mstype = bigint, minitcond = '0', mfinalfunc = int4);
-- undo
drop aggregate {s}.g(integer);
create aggregate {s}.g(integer) (sfunc = int4pl, stype = integer, msfunc = int4pl, minvfunc = int4mi, mstype = integer);

-- claim: aggregate {s}.g(integer): now final extra
create function {s}.fin(integer) returns integer language sql as 'select $1';
create function {s}.fin(integer, integer) returns integer language sql as 'select $1';
create aggregate {s}.g(integer) (sfunc = int4pl, stype = integer, finalfunc = {s}.fin);
-- change
drop aggregate {s}.g(integer);
create aggregate {s}.g(integer) (sfunc = int4pl, stype = integer, finalfunc = {s}.fin, finalfunc_extra);
-- undo
drop aggregate {s}.g(integer);
create aggregate {s}.g(integer) (sfunc = int4pl, stype = integer, finalfunc = {s}.fin);

-- claim: aggregate {s}.g(integer): now moving final extra
create function {s}.fin(integer) returns integer language sql as 'select $1';
create function {s}.fin(integer, integer) returns integer language sql as 'select $1';
create aggregate {s}.g(integer) (sfunc = int4pl, stype = integer, msfunc = int4pl, minvfunc = int4mi, mstype = integer, mfinalfunc = {s}.fin);
-- change
drop aggregate {s}.g(integer);
create aggregate {s}.g(integer) (sfunc = int4pl, stype = integer, msfunc = int4pl, minvfunc = int4mi, mstype = integer, mfinalfunc = {s}.fin, mfinalfunc_extra);
-- undo
drop aggregate {s}.g(integer);
create aggregate {s}.g(integer) (sfunc = int4pl, stype = integer, msfunc = int4pl, minvfunc = int4mi, mstype = integer, mfinalfunc = {s}.fin);

-- claim: aggregate {s}.g(integer): moving final modify: r → w
create function {s}.fin(integer) returns integer language sql as 'select $1';
create function {s}.fin(integer, integer) returns integer language sql as 'select $1';
create aggregate {s}.g(integer) (sfunc = int4pl, stype = integer, msfunc = int4pl, minvfunc = int4mi, mstype = integer, mfinalfunc = {s}.fin);
-- change
drop aggregate {s}.g(integer);
create aggregate {s}.g(integer) (sfunc = int4pl, stype = integer, msfunc = int4pl, minvfunc = int4mi, mstype = integer, mfinalfunc = {s}.fin, mfinalfunc_modify = read_write);
-- undo
drop aggregate {s}.g(integer);
create aggregate {s}.g(integer) (sfunc = int4pl, stype = integer, msfunc = int4pl, minvfunc = int4mi, mstype = integer, mfinalfunc = {s}.fin);

-- claim: aggregate {s}.g(bigint): deserial function: int8_avg_deserialize → {s}.des | aggregate {s}.g(bigint): serial function: int8_avg_serialize → {s}.ser
create function {s}.ser(internal) returns bytea language internal strict parallel safe as 'int8_avg_serialize';
create function {s}.des(bytea, internal) returns internal language internal strict parallel safe as 'int8_avg_deserialize';
create aggregate {s}.g(bigint) (sfunc = int8_avg_accum, stype = internal, finalfunc = numeric_poly_avg, combinefunc = int8_avg_combine, serialfunc = int8_avg_serialize, deserialfunc = int8_avg_deserialize);
-- change
drop aggregate {s}.g(bigint);
create aggregate {s}.g(bigint) (sfunc = int8_avg_accum, stype = internal, finalfunc = numeric_poly_avg, combinefunc = int8_avg_combine, serialfunc = {s}.ser, deserialfunc = {s}.des);
-- undo
drop aggregate {s}.g(bigint);
create aggregate {s}.g(bigint) (sfunc = int8_avg_accum, stype = internal, finalfunc = numeric_poly_avg, combinefunc = int8_avg_combine, serialfunc = int8_avg_serialize, deserialfunc = int8_avg_deserialize);

-- claim: aggregate {s}.g(double precision, double precision): arguments: double precision ORDER BY double precision → double precision, double precision | aggregate {s}.g(double precision, double precision): final function: float8mi → none | aggregate {s}.g(double precision, double precision): final modify: w → r | aggregate {s}.g(double precision, double precision): form: ordered set → none | aggregate {s}.g(double precision, double precision): state function: float8pl → {s}.add
create function {s}.add(double precision, double precision, double precision) returns double precision language sql as 'select $1 + $2 + $3';
create aggregate {s}.g(double precision order by double precision) (sfunc = float8pl, stype = double precision, finalfunc = float8mi);
-- change
drop aggregate {s}.g(double precision order by double precision);
create aggregate {s}.g(double precision, double precision) (sfunc = {s}.add, stype = double precision);
-- undo
drop aggregate {s}.g(double precision, double precision);
create aggregate {s}.g(double precision order by double precision) (sfunc = float8pl, stype = double precision, finalfunc = float8mi);

-- claim: conversion {s}.c: function: iso8859_1_to_utf8 → iso8859_to_utf8 | conversion {s}.c: source: LATIN1 → LATIN2
create conversion {s}.c for 'LATIN1' to 'UTF8' from iso8859_1_to_utf8;
-- change
drop conversion {s}.c;
create conversion {s}.c for 'LATIN2' to 'UTF8' from iso8859_to_utf8;
-- undo
drop conversion {s}.c;
create conversion {s}.c for 'LATIN1' to 'UTF8' from iso8859_1_to_utf8;

-- claim: conversion {s}.c: target: LATIN2 → LATIN3
create conversion {s}.c for 'UTF8' to 'LATIN2' from utf8_to_iso8859;
-- change
drop conversion {s}.c;
create conversion {s}.c for 'UTF8' to 'LATIN3' from utf8_to_iso8859;
-- undo
drop conversion {s}.c;
create conversion {s}.c for 'UTF8' to 'LATIN2' from utf8_to_iso8859;

-- claim: function {s}.f(): now window
create function {s}.f() returns bigint language internal as 'window_row_number';
-- change
drop function {s}.f();
create function {s}.f() returns bigint language internal window as 'window_row_number';
-- undo
drop function {s}.f();
create function {s}.f() returns bigint language internal as 'window_row_number';

-- claim: function {s}.h(): library: $libdir/plpgsql → plpgsql
create function {s}.h() returns language_handler language c as '$libdir/plpgsql', 'plpgsql_call_handler';
-- change
drop function {s}.h();
create function {s}.h() returns language_handler language c as 'plpgsql', 'plpgsql_call_handler';
-- undo
drop function {s}.h();
create function {s}.h() returns language_handler language c as '$libdir/plpgsql', 'plpgsql_call_handler';

-- claim: language {s}_l: handler: plpgsql_call_handler → {s}.h
create function {s}.h() returns language_handler language c as '$libdir/plpgsql', 'plpgsql_call_handler';
create language {s}_l handler plpgsql_call_handler;
-- change
drop language {s}_l;
create language {s}_l handler {s}.h;
-- undo
drop language {s}_l;
create language {s}_l handler plpgsql_call_handler;

-- claim: language {s}_l: owner: refdb_boss → refdb_app
create language {s}_l handler plpgsql_call_handler;
-- change
alter language {s}_l owner to refdb_app;
-- undo
alter language {s}_l owner to refdb_boss;

-- claim: procedure {s}.p(integer): arguments: IN a integer → IN b integer
create procedure {s}.p(a integer) language sql as 'select 1';
-- change
drop procedure {s}.p(integer);
create procedure {s}.p(b integer) language sql as 'select 1';
-- undo
drop procedure {s}.p(integer);
create procedure {s}.p(a integer) language sql as 'select 1';

-- claim: procedure {s}.p(): body: select 1 → select 2
create procedure {s}.p() language sql as 'select 1';
-- change
create or replace procedure {s}.p() language sql as 'select 2';
-- undo
create or replace procedure {s}.p() language sql as 'select 1';

-- claim: procedure {s}.p(): body: select 1 → begin end | procedure {s}.p(): language: sql → plpgsql
create procedure {s}.p() language sql as 'select 1';
-- change
create or replace procedure {s}.p() language plpgsql as 'begin end';
-- undo
create or replace procedure {s}.p() language sql as 'select 1';

-- claim: procedure {s}.p(): owner: refdb_boss → refdb_app
create procedure {s}.p() language sql as 'select 1';
-- change
alter procedure {s}.p() owner to refdb_app;
-- undo
alter procedure {s}.p() owner to refdb_boss;

-- claim: attribute {s}.y.a: added | type {s}.y: form: enum → composite | type {s}.y: labels: a → none
create type {s}.y as enum ('a');
-- change
drop type {s}.y;
create type {s}.y as (a integer);
-- undo
drop type {s}.y;
create type {s}.y as enum ('a');

-- claim: function {s}.canon({s}.r): added | type {s}.r: canonical: none → {s}.canon
create type {s}.r as range (subtype = integer);
-- change
drop type {s}.r;
create type {s}.r;
create function {s}.canon({s}.r) returns {s}.r language internal immutable strict as 'int4range_canonical';
create type {s}.r as range (subtype = integer, canonical = {s}.canon);
-- undo
drop type {s}.r cascade;
create type {s}.r as range (subtype = integer);

-- claim: attribute {s}.y.b: removed
create type {s}.y as (a integer, b text);
-- change
alter type {s}.y drop attribute b;
-- undo
alter type {s}.y add attribute b text;
