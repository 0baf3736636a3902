-- claim: sequence {s}.q: added
-- change
create sequence q;
-- undo
drop sequence q;

-- claim: sequence {s}.q: removed
create sequence q;
-- change
drop sequence q;
-- undo
create sequence q;

-- claim: sequence {s}.q: type: bigint → integer
create sequence q as bigint maxvalue 100;
-- change
alter sequence q as integer maxvalue 100;
-- undo
alter sequence q as bigint maxvalue 100;

-- claim: sequence {s}.q: start: 1 → 5
create sequence q;
-- change
alter sequence q start 5;
-- undo
alter sequence q start 1;

-- claim: sequence {s}.q: increment: 1 → 5
create sequence q;
-- change
alter sequence q increment 5;
-- undo
alter sequence q increment 1;

-- claim: sequence {s}.q: min: 1 → 0
create sequence q;
-- change
alter sequence q minvalue 0;
-- undo
alter sequence q minvalue 1;

-- claim: sequence {s}.q: max: 9223372036854775807 → 9
create sequence q;
-- change
alter sequence q maxvalue 9;
-- undo
alter sequence q no maxvalue;

-- claim: sequence {s}.q: cache: 1 → 9
create sequence q;
-- change
alter sequence q cache 9;
-- undo
alter sequence q cache 1;

-- claim: sequence {s}.q: now cycle
create sequence q;
-- change
alter sequence q cycle;
-- undo
alter sequence q no cycle;

-- claim: sequence {s}.q: persistence: none → unlogged
create sequence q;
-- change
alter sequence q set unlogged;
-- undo
alter sequence q set logged;

-- claim: sequence {s}.q: owner: refdb_boss → refdb_app
create sequence q;
-- change
alter sequence q owner to refdb_app;
-- undo
alter sequence q owner to refdb_boss;

-- claim: sequence {s}.q: grants to refdb_app: default → usage
create sequence q;
-- change
grant usage on sequence q to refdb_app;
-- undo
revoke usage on sequence q from refdb_app;

-- claim: sequence {s}.q: comment: none → Why.
create sequence q;
-- change
comment on sequence q is 'Why.';
-- undo
comment on sequence q is null;

-- claim: sequence {s}.t_a_seq: owned by: {s}.t.a → {s}.t.b
create table t (a serial, b integer);
-- change
alter sequence t_a_seq owned by t.b;
-- undo
alter sequence t_a_seq owned by t.a;

-- claim: column {s}.t.a: added, with 1 part
create table t (b integer);
-- change
alter table t add column a serial;
-- undo
alter table t drop column a;

-- claim: sequence {s}.t_a_seq: increment: 1 → 5
create table t (a integer generated always as identity);
-- change
alter table t alter a set increment 5;
-- undo
alter table t alter a set increment 1;

-- claim: sequence {s}.t_a_seq: grants to refdb_app: default → usage
create table t (a integer generated always as identity);
-- change
grant usage on sequence t_a_seq to refdb_app;
-- undo
revoke usage on sequence t_a_seq from refdb_app;
