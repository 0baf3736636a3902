-- claim: publication {s}_p: added
create table t (a integer primary key, b text);
-- change
create publication {s}_p for table t;
-- undo
drop publication {s}_p;

-- claim: publication {s}_p: removed
create table t (a integer primary key, b text);
create publication {s}_p for table t;
-- change
drop publication {s}_p;
-- undo
create publication {s}_p for table t;

-- claim: publication {s}_p: table {s}.u: none → 
create table t (a integer primary key, b text);
create table u (a integer primary key);
create publication {s}_p for table t;
-- change
alter publication {s}_p add table u;
-- undo
alter publication {s}_p drop table u;

-- claim: publication {s}_p: table {s}.t:  → (a)
create table t (a integer primary key, b text);
create table u (a integer primary key);
create publication {s}_p for table t;
-- change
alter publication {s}_p set table t (a);
-- undo
alter publication {s}_p set table t;

-- claim: publication {s}_p: table {s}.t:  → where ((a > 0))
create table t (a integer primary key, b text);
create table u (a integer primary key);
create publication {s}_p for table t;
-- change
alter publication {s}_p set table t where (a > 0);
-- undo
alter publication {s}_p set table t;

-- claim: publication {s}_p: schemas: none → {s}
create table t (a integer primary key, b text);
create table u (a integer primary key);
create publication {s}_p for table t;
-- change
alter publication {s}_p add tables in schema {s};
-- undo
alter publication {s}_p drop tables in schema {s};

-- claim: publication {s}_p: publish: insert, update, delete, truncate → insert
create table t (a integer primary key, b text);
create table u (a integer primary key);
create publication {s}_p for table t;
-- change
alter publication {s}_p set (publish = 'insert');
-- undo
alter publication {s}_p set (publish = 'insert, update, delete, truncate');

-- claim: publication {s}_p: now via root
create table t (a integer primary key, b text);
create table u (a integer primary key);
create publication {s}_p for table t;
-- change
alter publication {s}_p set (publish_via_partition_root = true);
-- undo
alter publication {s}_p set (publish_via_partition_root = false);

-- claim: publication {s}_p: generated columns: none → stored
-- since: 18
create table t (a integer primary key, b text);
create table u (a integer primary key);
create publication {s}_p for table t;
-- change
alter publication {s}_p set (publish_generated_columns = stored);
-- undo
alter publication {s}_p set (publish_generated_columns = none);

-- claim: publication {s}_p: owner: refdb_boss → postgres
create table t (a integer primary key, b text);
create table u (a integer primary key);
create publication {s}_p for table t;
-- change
alter publication {s}_p owner to postgres;
-- undo
alter publication {s}_p owner to refdb_boss;

-- claim: publication {s}_p: comment: none → Why.
create table t (a integer primary key, b text);
create table u (a integer primary key);
create publication {s}_p for table t;
-- change
comment on publication {s}_p is 'Why.';
-- undo
comment on publication {s}_p is null;

-- claim: publication {s}_p: added
-- change
create publication {s}_p for all tables;
-- undo
drop publication {s}_p;

-- claim: publication {s}_p: removed
create publication {s}_p for all tables;
-- change
drop publication {s}_p;
-- undo
create publication {s}_p for all tables;

-- claim: subscription {s}_s: added
-- change
create subscription {s}_s connection 'dbname=nowhere password=hidden' publication p with (connect = false, slot_name = none);
-- undo
drop subscription {s}_s;

-- claim: subscription {s}_s: removed
create subscription {s}_s connection 'dbname=nowhere password=hidden' publication p with (connect = false, slot_name = none);
-- change
drop subscription {s}_s;
-- undo
create subscription {s}_s connection 'dbname=nowhere password=hidden' publication p with (connect = false, slot_name = none);

-- claim: subscription {s}_s: publications: p → p, q
create subscription {s}_s connection 'dbname=nowhere' publication p with (connect = false, slot_name = none);
-- change
alter subscription {s}_s set publication q, p with (refresh = false);
-- undo
alter subscription {s}_s set publication p with (refresh = false);

-- claim: subscription {s}_s: comment: none → Why.
create subscription {s}_s connection 'dbname=nowhere' publication p with (connect = false, slot_name = none);
-- change
comment on subscription {s}_s is 'Why.';
-- undo
comment on subscription {s}_s is null;

-- claim: subscription {s}_s: option streaming: off → on
create subscription {s}_s connection 'dbname=nowhere' publication p with (connect = false, slot_name = none, streaming = off);
-- change
alter subscription {s}_s set (streaming = on);
-- undo
alter subscription {s}_s set (streaming = off);

-- claim: subscription {s}_s: option binary: none → true
create subscription {s}_s connection 'dbname=nowhere' publication p with (connect = false, slot_name = none, binary = false);
-- change
alter subscription {s}_s set (binary = true);
-- undo
alter subscription {s}_s set (binary = false);

-- claim: subscription {s}_s: option disable_on_error: none → true
create subscription {s}_s connection 'dbname=nowhere' publication p with (connect = false, slot_name = none, disable_on_error = false);
-- change
alter subscription {s}_s set (disable_on_error = true);
-- undo
alter subscription {s}_s set (disable_on_error = false);

-- claim: subscription {s}_s: option synchronous_commit: none → local
create subscription {s}_s connection 'dbname=nowhere' publication p with (connect = false, slot_name = none, synchronous_commit = off);
-- change
alter subscription {s}_s set (synchronous_commit = local);
-- undo
alter subscription {s}_s set (synchronous_commit = off);

-- claim: subscription {s}_s: option two_phase: none → true
create subscription {s}_s connection 'dbname=nowhere' publication p with (connect = false, slot_name = none, two_phase = false);
-- change
drop subscription {s}_s;
create subscription {s}_s connection 'dbname=nowhere' publication p with (connect = false, slot_name = none, two_phase = true);
-- undo
drop subscription {s}_s;
create subscription {s}_s connection 'dbname=nowhere' publication p with (connect = false, slot_name = none, two_phase = false);

-- claim: subscription {s}_s: option origin: none → none
-- since: 16
create subscription {s}_s connection 'dbname=nowhere' publication p with (connect = false, slot_name = none, origin = any);
-- change
alter subscription {s}_s set (origin = none);
-- undo
alter subscription {s}_s set (origin = any);

-- claim: subscription {s}_s: option run_as_owner: none → true
-- since: 16
create subscription {s}_s connection 'dbname=nowhere' publication p with (connect = false, slot_name = none, run_as_owner = false);
-- change
alter subscription {s}_s set (run_as_owner = true);
-- undo
alter subscription {s}_s set (run_as_owner = false);

-- claim: subscription {s}_s: now passwordless
-- since: 16
create subscription {s}_s connection 'dbname=nowhere' publication p with (connect = false, slot_name = none, password_required = true);
-- change
alter subscription {s}_s set (password_required = false);
-- undo
alter subscription {s}_s set (password_required = true);

-- claim: subscription {s}_s: option failover: none → true
-- since: 17
create subscription {s}_s connection 'dbname=nowhere' publication p with (connect = false, slot_name = none, failover = false);
-- change
drop subscription {s}_s;
create subscription {s}_s connection 'dbname=nowhere' publication p with (connect = false, slot_name = none, failover = true);
-- undo
drop subscription {s}_s;
create subscription {s}_s connection 'dbname=nowhere' publication p with (connect = false, slot_name = none, failover = false);
