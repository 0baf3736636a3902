-- claim: table {s}.t: added, with 1 part
-- change
create table t (a integer);
-- undo
drop table t;

-- claim: table {s}.t: removed, with 1 part
create table t (a integer);
-- change
drop table t;
-- undo
create table t (a integer);

-- claim: table {s}.t: owner: refdb_boss → refdb_app
create table t (a integer, b text, c numeric(8, 2));
-- change
alter table t owner to refdb_app;
-- undo
alter table t owner to refdb_boss;

-- claim: table {s}.t: persistence: none → unlogged
create table t (a integer, b text, c numeric(8, 2));
-- change
alter table t set unlogged;
-- undo
alter table t set logged;

-- claim: table {s}.t: option fillfactor: none → 70
create table t (a integer, b text, c numeric(8, 2));
-- change
alter table t set (fillfactor = 70);
-- undo
alter table t reset (fillfactor);

-- claim: table {s}.t: option fillfactor: 70 → 80
create table t (a integer, b text, c numeric(8, 2)) with (fillfactor = 70);
-- change
alter table t set (fillfactor = 80);
-- undo
alter table t set (fillfactor = 70);

-- claim: table {s}.t: option toast.autovacuum_enabled: none → false
create table t (a integer, b text, c numeric(8, 2));
-- change
alter table t set (toast.autovacuum_enabled = false);
-- undo
alter table t reset (toast.autovacuum_enabled);

-- claim: table {s}.t: replica identity: none → full
create table t (a integer, b text, c numeric(8, 2));
-- change
alter table t replica identity full;
-- undo
alter table t replica identity default;

-- claim: table {s}.t: replica identity: none → nothing
create table t (a integer, b text, c numeric(8, 2));
-- change
alter table t replica identity nothing;
-- undo
alter table t replica identity default;

-- claim: table {s}.t: replica identity: none → index t_a_idx
create table t (a integer not null);
create unique index t_a_idx on t (a);
-- change
alter table t replica identity using index t_a_idx;
-- undo
alter table t replica identity default;

-- claim: table {s}.t: now row security
create table t (a integer, b text, c numeric(8, 2));
-- change
alter table t enable row level security;
-- undo
alter table t disable row level security;

-- claim: table {s}.t: now force row security
create table t (a integer, b text, c numeric(8, 2));
-- change
alter table t force row level security;
-- undo
alter table t no force row level security;

-- claim: table {s}.t: comment: none → What it is.
create table t (a integer, b text, c numeric(8, 2));
-- change
comment on table t is 'What it is.';
-- undo
comment on table t is null;

-- claim: table {s}.t: comment: One. → Two.
create table t (a integer, b text, c numeric(8, 2));
comment on table t is 'One.';
-- change
comment on table t is 'Two.';
-- undo
comment on table t is 'One.';

-- claim: table {s}.t: grants to refdb_app: default → select
create table t (a integer, b text, c numeric(8, 2));
-- change
grant select on t to refdb_app;
-- undo
revoke select on t from refdb_app;

-- claim: table {s}.t: grants to refdb_app: select → insert, select
create table t (a integer, b text, c numeric(8, 2));
grant select on t to refdb_app;
-- change
grant insert on t to refdb_app;
-- undo
revoke insert on t from refdb_app;

-- claim: table {s}.t: grants to refdb_app: select → select with grant option
create table t (a integer, b text, c numeric(8, 2));
grant select on t to refdb_app;
-- change
grant select on t to refdb_app with grant option;
-- undo
revoke grant option for select on t from refdb_app;

-- claim: table {s}.t: grants to public: default → select
create table t (a integer, b text, c numeric(8, 2));
-- change
grant select on t to public;
-- undo
revoke select on t from public;

-- claim: table {s}.t: grants to refdb_app differs
create table t (a integer, b text, c numeric(8, 2));
grant all on t to refdb_app;
-- change
revoke delete on t from refdb_app;
-- undo
grant delete on t to refdb_app;

-- claim: table {s}.t: grants to "Refdb odd" by refdb_app: default → select
create table t (a integer, b text, c numeric(8, 2));
grant usage on schema {s} to refdb_app;
grant select on t to refdb_app with grant option;
-- change
set role refdb_app;
grant select on {s}.t to "Refdb odd";
reset role;
-- undo
set role refdb_app;
revoke select on {s}.t from "Refdb odd";
reset role;

-- claim: table {s}.t: grants to refdb_boss: none → select
create table t (a integer, b text, c numeric(8, 2));
revoke all on t from refdb_boss;
-- change
grant select on t to refdb_boss;
-- undo
revoke select on t from refdb_boss;

-- claim: table {s}.t1: partition bound: FOR VALUES IN (1) → none | table {s}.t1: partition of: {s}.t → none
create table t (a integer, b text) partition by list (a);
create table t1 partition of t for values in (1);
-- change
alter table t detach partition t1;
-- undo
alter table t attach partition t1 for values in (1);

-- claim: table {s}.t2: partition bound: none → DEFAULT | table {s}.t2: partition of: none → {s}.t
create table t (a integer, b text) partition by list (a);
create table t1 partition of t for values in (1);
create table t2 (a integer, b text);
-- change
alter table t attach partition t2 default;
-- undo
alter table t detach partition t2;

-- claim: table {s}.t2: added, with 2 parts
create table t (a integer, b text) partition by list (a);
create table t1 partition of t for values in (1);
-- change
create table t2 partition of t for values in (2, 3);
-- undo
drop table t2;

-- claim: table {s}.t2: removed, with 2 parts
create table t (a integer, b text) partition by list (a);
create table t1 partition of t for values in (1);
create table t2 partition of t for values in (2, 3);
-- change
drop table t2;
-- undo
create table t2 partition of t for values in (2, 3);

-- claim: table {s}.t: inherits: none → {s}.p
create table p (a integer);
create table t (a integer);
-- change
alter table t inherit p;
-- undo
alter table t no inherit p;

-- claim: table {s}.t: option autovacuum_enabled: false → none
create table t () with (autovacuum_enabled = false);
-- change
alter table t reset (autovacuum_enabled);
-- undo
alter table t set (autovacuum_enabled = false);

-- claim: table {s}.t: column order: a, b → b, a (physical only)
create table t (a integer, b integer);
-- change
drop table t;
create table t (b integer, a integer);
-- undo
drop table t;
create table t (a integer, b integer);

-- claim: table {s}.t: partition by: RANGE (a) → HASH (a)
create table t (a integer) partition by range (a);
-- change
drop table t;
create table t (a integer) partition by hash (a);
-- undo
drop table t;
create table t (a integer) partition by range (a);

-- claim: table {s}.t: of type: {s}.k → none
create type k as (a integer);
create table t of k;
-- change
alter table t not of;
-- undo
alter table t of k;

-- claim: table {s}.t: removed, with 3 parts | table {s}_other.t: added, with 3 parts
create table t (a integer, b text, c numeric(8, 2));
create schema {s}_other;
-- change
alter table t set schema {s}_other;
-- undo
alter table {s}_other.t set schema {s};

-- claim: table {s}.t: removed, with 3 parts | table {s}.u: added, with 3 parts
create table t (a integer, b text, c numeric(8, 2));
-- change
alter table t rename to u;
-- undo
alter table u rename to t;
