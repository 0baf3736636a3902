-- claim: type {s}.e: added
-- change
create type e as enum ('a', 'b');
-- undo
drop type e;

-- claim: type {s}.e: removed
create type e as enum ('a', 'b');
-- change
drop type e;
-- undo
create type e as enum ('a', 'b');

-- claim: type {s}.e: labels: a, b → a, b, c
create type e as enum ('a', 'b');
-- change
alter type e add value 'c';
-- undo
drop type e;
create type e as enum ('a', 'b');

-- claim: type {s}.e: labels: a, b → a, c, b
create type e as enum ('a', 'b');
-- change
alter type e add value 'c' before 'b';
-- undo
drop type e;
create type e as enum ('a', 'b');

-- claim: type {s}.e: labels: a, b → z, b
create type e as enum ('a', 'b');
-- change
alter type e rename value 'a' to 'z';
-- undo
alter type e rename value 'z' to 'a';

-- claim: type {s}.e: owner: refdb_boss → refdb_app
create type e as enum ('a', 'b');
-- change
alter type e owner to refdb_app;
-- undo
alter type e owner to refdb_boss;

-- claim: type {s}.e: comment: none → Why.
create type e as enum ('a', 'b');
-- change
comment on type e is 'Why.';
-- undo
comment on type e is null;

-- claim: type {s}.e: grants to public: default → none
create type e as enum ('a', 'b');
-- change
revoke usage on type e from public;
-- undo
grant usage on type e to public;

-- claim: column {s}.t.b: added
create type e as enum ('a', 'b');
create table t (a integer);
-- change
alter table t add column b e[];
-- undo
alter table t drop column b;

-- claim: type {s}.k: removed, with 2 parts
create type k as (a integer, b text);
-- change
drop type k;
-- undo
create type k as (a integer, b text);

-- claim: attribute {s}.k.c: added
create type k as (a integer, b text);
-- change
alter type k add attribute c integer;
-- undo
alter type k drop attribute c;

-- claim: attribute {s}.k.a: type: integer → bigint
create type k as (a integer, b text);
-- change
alter type k alter attribute a type bigint;
-- undo
alter type k alter attribute a type integer;

-- claim: attribute {s}.k.b: collation: none → "C"
create type k as (a integer, b text);
-- change
alter type k alter attribute b type text collate "C";
-- undo
alter type k alter attribute b type text collate "default";

-- claim: type {s}.k: column order: a, b → b, a
create type k as (a integer, b text);
-- change
drop type k;
create type k as (b text, a integer);
-- undo
drop type k;
create type k as (a integer, b text);

-- claim: attribute {s}.k.a: comment: none → Why.
create type k as (a integer, b text);
-- change
comment on column k.a is 'Why.';
-- undo
comment on column k.a is null;

-- claim: type {s}.r: added
-- change
create type r as range (subtype = float8);
-- undo
drop type r;

-- claim: type {s}.r: removed
create type r as range (subtype = float8);
-- change
drop type r;
-- undo
create type r as range (subtype = float8);

-- claim: type {s}.r: subtype diff: none → {s}.df
create function df(text, text) returns double precision language sql immutable return 1.0;
create type r as range (subtype = text);
-- change
drop type r;
create type r as range (subtype = text, subtype_diff = df);
-- undo
drop type r;
create type r as range (subtype = text);

-- claim: type {s}.r: subtype collation: "default" → "C"
create function df(text, text) returns double precision language sql immutable return 1.0;
create type r as range (subtype = text);
-- change
drop type r;
create type r as range (subtype = text, collation = "C");
-- undo
drop type r;
create type r as range (subtype = text);

-- claim: type {s}.r: subtype opclass: pg_catalog.text_ops → pg_catalog.text_pattern_ops
create function df(text, text) returns double precision language sql immutable return 1.0;
create type r as range (subtype = text);
-- change
drop type r;
create type r as range (subtype = text, subtype_opclass = text_pattern_ops);
-- undo
drop type r;
create type r as range (subtype = text);

-- claim: type {s}.r: multirange: {s}.r_multirange → {s}.many
create function df(text, text) returns double precision language sql immutable return 1.0;
create type r as range (subtype = text);
-- change
drop type r;
create type r as range (subtype = text, multirange_type_name = many);
-- undo
drop type r;
create type r as range (subtype = text);

-- claim: type {s}.r: subtype: double precision → numeric | type {s}.r: subtype opclass: pg_catalog.float8_ops → pg_catalog.numeric_ops
create type r as range (subtype = float8);
-- change
drop type r;
create type r as range (subtype = numeric);
-- undo
drop type r;
create type r as range (subtype = float8);

-- claim: type {s}.shell: added
-- change
create type shell;
-- undo
drop type shell;

-- claim: type {s}.shell: removed
create type shell;
-- change
drop type shell;
-- undo
create type shell;

-- claim: type {s}.b: base storage: x → e
create type b;
create function b_in(cstring) returns b language internal immutable strict as 'textin';
create function b_out(b) returns cstring language internal immutable strict as 'textout';
create type b (input = b_in, output = b_out, like = text);
-- change
alter type b set (storage = external);
-- undo
alter type b set (storage = extended);
