-- Tables, foreign data and what is the database's: what few schemas have.
-- claim: event trigger {s}_e: function: {s}.f() → {s}.g()
create function {s}.f() returns event_trigger language plpgsql as 'begin end';
create function {s}.g() returns event_trigger language plpgsql as 'begin end';
create event trigger {s}_e on sql_drop when tag in ('DROP COLLATION') execute function {s}.f();
-- change
drop event trigger {s}_e;
create event trigger {s}_e on sql_drop when tag in ('DROP COLLATION') execute function {s}.g();
-- undo
drop event trigger {s}_e;
create event trigger {s}_e on sql_drop when tag in ('DROP COLLATION') execute function {s}.f();

-- claim: event trigger {s}_e: owner: refdb_boss → postgres
create function {s}.f() returns event_trigger language plpgsql as 'begin end';
create function {s}.g() returns event_trigger language plpgsql as 'begin end';
create event trigger {s}_e on sql_drop when tag in ('DROP COLLATION') execute function {s}.f();
-- change
alter event trigger {s}_e owner to postgres;
-- undo
alter event trigger {s}_e owner to refdb_boss;

-- claim: event trigger {s}_e: added
create function {s}.f() returns event_trigger language plpgsql as 'begin end';
create function {s}.g() returns event_trigger language plpgsql as 'begin end';
-- change
create event trigger {s}_e on sql_drop when tag in ('DROP COLLATION') execute function {s}.f();
-- undo
drop event trigger {s}_e;

-- claim: foreign data wrapper {s}_w: owner: refdb_boss → postgres
create foreign data wrapper {s}_w;
create foreign data wrapper {s}_v;
-- change
alter foreign data wrapper {s}_w owner to postgres;
-- undo
alter foreign data wrapper {s}_w owner to refdb_boss;

-- claim: server {s}_s: wrapper: {s}_w → {s}_v
create foreign data wrapper {s}_w;
create foreign data wrapper {s}_v;
create server {s}_s foreign data wrapper {s}_w;
-- change
drop server {s}_s;
create server {s}_s foreign data wrapper {s}_v;
-- undo
drop server {s}_s;
create server {s}_s foreign data wrapper {s}_w;

-- claim: foreign table {s}.t: owner: refdb_boss → refdb_app
create foreign data wrapper {s}_w;
create foreign data wrapper {s}_v;
create server {s}_s foreign data wrapper {s}_w;
create foreign table {s}.t (a integer) server {s}_s;
-- change
alter foreign table {s}.t owner to refdb_app;
-- undo
alter foreign table {s}.t owner to refdb_boss;

-- claim: foreign table {s}.t: column order: a, b → b, a (physical only)
create foreign data wrapper {s}_w;
create foreign data wrapper {s}_v;
create server {s}_s foreign data wrapper {s}_w;
create foreign table {s}.t (a integer, b text) server {s}_s;
-- change
drop foreign table {s}.t;
create foreign table {s}.t (b text, a integer) server {s}_s;
-- undo
drop foreign table {s}.t;
create foreign table {s}.t (a integer, b text) server {s}_s;

-- claim: view {s}.v: column order: a, b → b, a | view {s}.v: definition differs
create view {s}.v as select 1 as a, 2 as b;
-- change
drop view {s}.v;
create view {s}.v as select 2 as b, 1 as a;
-- undo
drop view {s}.v;
create view {s}.v as select 1 as a, 2 as b;

-- claim: materialized view {s}.v: column order: a, b → b, a | materialized view {s}.v: definition differs
create materialized view {s}.v as select 1 as a, 2 as b;
-- change
drop materialized view {s}.v;
create materialized view {s}.v as select 2 as b, 1 as a;
-- undo
drop materialized view {s}.v;
create materialized view {s}.v as select 1 as a, 2 as b;

-- claim: publication {s}_p: now all tables
create publication {s}_p;
-- change
drop publication {s}_p;
create publication {s}_p for all tables;
-- undo
drop publication {s}_p;
create publication {s}_p;

-- claim: constraint {s}.t.k: definition: CHECK ((a > 0)) → UNIQUE (a) | constraint {s}.t.k: type: check → unique | index {s}.k: added
create table {s}.t (a integer constraint k check (a > 0));
-- change
alter table {s}.t drop constraint k;
alter table {s}.t add constraint k unique (a);
-- undo
alter table {s}.t drop constraint k;
alter table {s}.t add constraint k check (a > 0);

-- claim: column {s}.c.a: inherited lost | constraint {s}.c.k: inherited lost
create table {s}.p (a integer, constraint k check (a > 0));
create table {s}.c () inherits ({s}.p);
-- change
drop table {s}.c;
create table {s}.c (a integer, constraint k check (a > 0)) inherits ({s}.p);
-- undo
drop table {s}.c;
create table {s}.c () inherits ({s}.p);

-- claim: constraint {s}.q.k: copy of: {s}.t.k → none | constraint {s}.q.k: inherited lost | table {s}.q: partition bound: FOR VALUES IN (1) → none | table {s}.q: partition of: {s}.t → none
create table {s}.o (a integer primary key);
create table {s}.t (a integer, constraint k foreign key (a) references {s}.o) partition by list (a);
create table {s}.q partition of {s}.t for values in (1);
-- change
alter table {s}.t detach partition {s}.q;
-- undo
alter table {s}.q drop constraint k;
alter table {s}.t attach partition {s}.q for values in (1);

-- claim: cron job {s}: removed
-- hidden: jobs are rows
select cron.schedule('{s}', '0 3 * * *', 'select 1');
-- change
select cron.unschedule('{s}');
-- undo
select cron.schedule('{s}', '0 3 * * *', 'select 1');

-- claim: default privileges for role refdb_boss in schema {s} on tables: removed
alter default privileges in schema {s} grant select on tables to refdb_app;
-- change
alter default privileges in schema {s} revoke select on tables from refdb_app;
-- undo
alter default privileges in schema {s} grant select on tables to refdb_app;

-- claim: schema {s}_more: removed
create schema {s}_more;
-- change
drop schema {s}_more;
-- undo
create schema {s}_more;

-- claim: table {s}.t: tablespace: none → refdb_space
create table {s}.t (a integer);
-- change
alter table {s}.t set tablespace refdb_space;
-- undo
alter table {s}.t set tablespace pg_default;

-- claim: index {s}.t_idx: tablespace: none → refdb_space
create table {s}.t (a integer);
create index t_idx on {s}.t (a);
-- change
alter index {s}.t_idx set tablespace refdb_space;
-- undo
alter index {s}.t_idx set tablespace pg_default;

-- claim: materialized view {s}.m: tablespace: none → refdb_space
create materialized view {s}.m as select 1 as a;
-- change
alter materialized view {s}.m set tablespace refdb_space;
-- undo
alter materialized view {s}.m set tablespace pg_default;

-- claim: subscription {s}_s: owner: refdb_boss → postgres
create subscription {s}_s connection 'dbname=hidden' publication p with (connect = false, slot_name = none);
-- change
alter subscription {s}_s owner to postgres;
-- undo
alter subscription {s}_s owner to refdb_boss;
