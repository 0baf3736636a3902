-- claim: view {s}.v: added, with 2 parts
create table t (a integer, b text);
-- change
create view v as select t.a, t.b from t;
-- undo
drop view v;

-- claim: view {s}.v: removed, with 2 parts
create table t (a integer, b text);
create view v as select t.a, t.b from t;
-- change
drop view v;
-- undo
create view v as select t.a, t.b from t;

-- claim: view {s}.v: definition differs
create table t (a integer, b text);
create view v as select t.a, t.b from t;
-- change
create or replace view v as select t.a, t.b from t where t.a > 0;
-- undo
create or replace view v as select t.a, t.b from t;

-- claim: view {s}.v: definition differs
create table t (a integer, b text);
create view v as select t.a, t.b from t;
-- change
create or replace view v as select t.a, t.b, 1 as c from t;
-- undo
drop view v;
create view v as select t.a, t.b from t;

-- claim: view {s}.v: definition differs
create table t (a integer, b text);
create view v as select t.a, t.b from t;
-- change
drop view v;
create view v as select t.a::bigint, t.b from t;
-- undo
drop view v;
create view v as select t.a, t.b from t;

-- claim: view {s}.v: option security_invoker: none → true
create table t (a integer, b text);
create view v as select t.a, t.b from t;
-- change
alter view v set (security_invoker = true);
-- undo
alter view v reset (security_invoker);

-- claim: view {s}.v: option security_barrier: none → true
create table t (a integer, b text);
create view v as select t.a, t.b from t;
-- change
alter view v set (security_barrier = true);
-- undo
alter view v reset (security_barrier);

-- claim: view {s}.v: option check_option: none → cascaded
create table t (a integer, b text);
create view v as select t.a, t.b from t;
-- change
alter view v set (check_option = cascaded);
-- undo
alter view v reset (check_option);

-- claim: column {s}.v.a: default: none → 3
create table t (a integer, b text);
create view v as select t.a, t.b from t;
-- change
alter view v alter a set default 3;
-- undo
alter view v alter a drop default;

-- claim: view {s}.v: comment: none → Why.
create table t (a integer, b text);
create view v as select t.a, t.b from t;
-- change
comment on view v is 'Why.';
-- undo
comment on view v is null;

-- claim: column {s}.v.a: comment: none → Why.
create table t (a integer, b text);
create view v as select t.a, t.b from t;
-- change
comment on column v.a is 'Why.';
-- undo
comment on column v.a is null;

-- claim: view {s}.v: grants to refdb_app: default → select
create table t (a integer, b text);
create view v as select t.a, t.b from t;
-- change
grant select on v to refdb_app;
-- undo
revoke select on v from refdb_app;

-- claim: column {s}.v.a: grants to refdb_app: default → select
create table t (a integer, b text);
create view v as select t.a, t.b from t;
-- change
grant select (a) on v to refdb_app;
-- undo
revoke select (a) on v from refdb_app;

-- claim: view {s}.v: owner: refdb_boss → refdb_app
create table t (a integer, b text);
create view v as select t.a, t.b from t;
-- change
alter view v owner to refdb_app;
-- undo
alter view v owner to refdb_boss;

-- claim: view {s}.v: definition differs
create table t (a integer, b text);
create view v as select t.a, t.b from t;
-- change
alter view v rename column a to z;
-- undo
alter view v rename column z to a;

-- claim: materialized view {s}.m: added, with 2 parts
create table t (a integer, b text);
-- change
create materialized view m as select t.a, t.b from t;
-- undo
drop materialized view m;

-- claim: materialized view {s}.m: removed, with 2 parts
create table t (a integer, b text);
create materialized view m as select t.a, t.b from t;
-- change
drop materialized view m;
-- undo
create materialized view m as select t.a, t.b from t;

-- claim: materialized view {s}.m: now not populated
-- hidden: pg_dump writes every one without data, and refreshes with the data
create table t (a integer, b text);
create materialized view m as select t.a, t.b from t;
-- change
refresh materialized view m with no data;
-- undo
refresh materialized view m;

-- claim: materialized view {s}.m: option fillfactor: none → 70
create table t (a integer, b text);
create materialized view m as select t.a, t.b from t;
-- change
alter materialized view m set (fillfactor = 70);
-- undo
alter materialized view m reset (fillfactor);

-- claim: materialized view {s}.m: definition differs
create table t (a integer, b text);
create materialized view m as select t.a, t.b from t;
-- change
drop materialized view m;
create materialized view m as select t.a, t.b from t where t.a > 0;
-- undo
drop materialized view m;
create materialized view m as select t.a, t.b from t;

-- claim: column {s}.m.a: statistics: none → 100
create table t (a integer, b text);
create materialized view m as select t.a, t.b from t;
-- change
alter materialized view m alter a set statistics 100;
-- undo
alter materialized view m alter a set statistics -1;

-- claim: column {s}.m.b: storage: none → external
create table t (a integer, b text);
create materialized view m as select t.a, t.b from t;
-- change
alter materialized view m alter b set storage external;
-- undo
alter materialized view m alter b set storage extended;

-- claim: index {s}.m_a_idx: added
create table t (a integer, b text);
create materialized view m as select t.a, t.b from t;
-- change
create unique index m_a_idx on m (a);
-- undo
drop index m_a_idx;

-- claim: materialized view {s}.m: comment: none → Why.
create table t (a integer, b text);
create materialized view m as select t.a, t.b from t;
-- change
comment on materialized view m is 'Why.';
-- undo
comment on materialized view m is null;

-- claim: materialized view {s}.m: owner: refdb_boss → refdb_app
create table t (a integer, b text);
create materialized view m as select t.a, t.b from t;
-- change
alter materialized view m owner to refdb_app;
-- undo
alter materialized view m owner to refdb_boss;

-- claim: materialized view {s}.m: grants to refdb_app: default → select
create table t (a integer, b text);
create materialized view m as select t.a, t.b from t;
-- change
grant select on m to refdb_app;
-- undo
revoke select on m from refdb_app;
