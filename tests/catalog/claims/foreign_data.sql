-- claim: foreign data wrapper {s}_w: added
-- change
create foreign data wrapper {s}_w;
-- undo
drop foreign data wrapper {s}_w;

-- claim: foreign data wrapper {s}_w: removed
create foreign data wrapper {s}_w;
-- change
drop foreign data wrapper {s}_w;
-- undo
create foreign data wrapper {s}_w;

-- claim: foreign data wrapper {s}_w: option x: none → one
create foreign data wrapper {s}_w;
-- change
alter foreign data wrapper {s}_w options (add x 'one');
-- undo
alter foreign data wrapper {s}_w options (drop x);

-- claim: foreign data wrapper {s}_w: validator: none → postgresql_fdw_validator
create foreign data wrapper {s}_w;
-- change
alter foreign data wrapper {s}_w validator postgresql_fdw_validator;
-- undo
alter foreign data wrapper {s}_w no validator;

-- claim: foreign data wrapper {s}_w: handler: none → {s}.h
create function h() returns fdw_handler language internal as 'boolin';
create foreign data wrapper {s}_w;
-- change
alter foreign data wrapper {s}_w handler h;
-- undo
alter foreign data wrapper {s}_w no handler;

-- claim: foreign data wrapper {s}_w: grants to refdb_app: default → usage
create foreign data wrapper {s}_w;
-- change
grant usage on foreign data wrapper {s}_w to refdb_app;
-- undo
revoke usage on foreign data wrapper {s}_w from refdb_app;

-- claim: foreign data wrapper {s}_w: comment: none → Why.
create foreign data wrapper {s}_w;
-- change
comment on foreign data wrapper {s}_w is 'Why.';
-- undo
comment on foreign data wrapper {s}_w is null;

-- claim: server {s}_v: added
create foreign data wrapper {s}_w;
-- change
create server {s}_v type 'x' version '1' foreign data wrapper {s}_w;
-- undo
drop server {s}_v;

-- claim: server {s}_v: removed
create foreign data wrapper {s}_w;
create server {s}_v type 'x' version '1' foreign data wrapper {s}_w;
-- change
drop server {s}_v;
-- undo
create server {s}_v type 'x' version '1' foreign data wrapper {s}_w;

-- claim: server {s}_v: version: none → 2
create foreign data wrapper {s}_w;
create server {s}_v foreign data wrapper {s}_w;
-- change
alter server {s}_v version '2';
-- undo
drop server {s}_v;
create server {s}_v foreign data wrapper {s}_w;

-- claim: server {s}_v: type: none → x
create foreign data wrapper {s}_w;
create server {s}_v foreign data wrapper {s}_w;
-- change
drop server {s}_v;
create server {s}_v type 'x' foreign data wrapper {s}_w;
-- undo
drop server {s}_v;
create server {s}_v foreign data wrapper {s}_w;

-- claim: server {s}_v: option host: none → h
create foreign data wrapper {s}_w;
create server {s}_v foreign data wrapper {s}_w;
-- change
alter server {s}_v options (add host 'h');
-- undo
alter server {s}_v options (drop host);

-- claim: server {s}_v: option password: none → ***
create foreign data wrapper {s}_w;
create server {s}_v foreign data wrapper {s}_w;
-- change
alter server {s}_v options (add password 'h');
-- undo
alter server {s}_v options (drop password);

-- claim: server {s}_v: owner: refdb_boss → postgres
create foreign data wrapper {s}_w;
create server {s}_v foreign data wrapper {s}_w;
-- change
alter server {s}_v owner to postgres;
-- undo
alter server {s}_v owner to refdb_boss;

-- claim: server {s}_v: grants to refdb_app: default → usage
create foreign data wrapper {s}_w;
create server {s}_v foreign data wrapper {s}_w;
-- change
grant usage on foreign server {s}_v to refdb_app;
-- undo
revoke usage on foreign server {s}_v from refdb_app;

-- claim: server {s}_v: comment: none → Why.
create foreign data wrapper {s}_w;
create server {s}_v foreign data wrapper {s}_w;
-- change
comment on server {s}_v is 'Why.';
-- undo
comment on server {s}_v is null;

-- claim: user mapping for refdb_app server {s}_v: added
create foreign data wrapper {s}_w;
create server {s}_v foreign data wrapper {s}_w;
-- change
create user mapping for refdb_app server {s}_v options ("user" 'x', password 'hidden');
-- undo
drop user mapping for refdb_app server {s}_v;

-- claim: user mapping for refdb_app server {s}_v: removed
create foreign data wrapper {s}_w;
create server {s}_v foreign data wrapper {s}_w;
create user mapping for refdb_app server {s}_v options ("user" 'x', password 'hidden');
-- change
drop user mapping for refdb_app server {s}_v;
-- undo
create user mapping for refdb_app server {s}_v options ("user" 'x', password 'hidden');

-- claim: user mapping for public server {s}_v: option user: x → y
create foreign data wrapper {s}_w;
create server {s}_v foreign data wrapper {s}_w;
create user mapping for public server {s}_v options ("user" 'x');
-- change
alter user mapping for public server {s}_v options (set "user" 'y');
-- undo
alter user mapping for public server {s}_v options (set "user" 'x');

-- claim: foreign table {s}.t: added, with 1 part
create foreign data wrapper {s}_w;
create server {s}_v foreign data wrapper {s}_w;
-- change
create foreign table t (a integer) server {s}_v;
-- undo
drop foreign table t;

-- claim: foreign table {s}.t: removed, with 1 part
create foreign data wrapper {s}_w;
create server {s}_v foreign data wrapper {s}_w;
create foreign table t (a integer) server {s}_v;
-- change
drop foreign table t;
-- undo
create foreign table t (a integer) server {s}_v;

-- claim: foreign table {s}.t: option x: one → two
create foreign data wrapper {s}_w;
create server {s}_v foreign data wrapper {s}_w;
create foreign table t (a integer, b text) server {s}_v options (x 'one');
-- change
alter foreign table t options (set x 'two');
-- undo
alter foreign table t options (set x 'one');

-- claim: column {s}.t.a: option n: none → one
create foreign data wrapper {s}_w;
create server {s}_v foreign data wrapper {s}_w;
create foreign table t (a integer, b text) server {s}_v options (x 'one');
-- change
alter foreign table t alter a options (add n 'one');
-- undo
alter foreign table t alter a options (drop n);

-- claim: foreign table {s}.t: server: {s}_v → {s}_z
create foreign data wrapper {s}_w;
create server {s}_v foreign data wrapper {s}_w;
create foreign table t (a integer, b text) server {s}_v options (x 'one');
create server {s}_z foreign data wrapper {s}_w;
-- change
drop foreign table t;
create foreign table t (a integer, b text) server {s}_z options (x 'one');
-- undo
drop foreign table t;
create foreign table t (a integer, b text) server {s}_v options (x 'one');

-- claim: foreign table {s}.t: comment: none → Why.
create foreign data wrapper {s}_w;
create server {s}_v foreign data wrapper {s}_w;
create foreign table t (a integer, b text) server {s}_v options (x 'one');
-- change
comment on foreign table t is 'Why.';
-- undo
comment on foreign table t is null;

-- claim: constraint {s}.t.k: added
create foreign data wrapper {s}_w;
create server {s}_v foreign data wrapper {s}_w;
create foreign table t (a integer, b text) server {s}_v options (x 'one');
-- change
alter foreign table t add constraint k check (a > 0);
-- undo
alter foreign table t drop constraint k;
