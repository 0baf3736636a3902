-- claim: index {s}.i: added
create table t (a integer, b text, c numeric(8, 2));
-- change
create index i on t (a);
-- undo
drop index i;

-- claim: index {s}.i: removed
create table t (a integer, b text, c numeric(8, 2));
create index i on t (a);
-- change
drop index i;
-- undo
create index i on t (a);

-- claim: index {s}.i: added
create table t (a integer, b text, c numeric(8, 2));
-- change
create unique index i on t (a, b desc nulls last);
-- undo
drop index i;

-- claim: index {s}.i: removed
create table t (a integer, b text, c numeric(8, 2));
create unique index i on t (a, b desc nulls last);
-- change
drop index i;
-- undo
create unique index i on t (a, b desc nulls last);

-- claim: index {s}.i: definition: CREATE INDEX i ON {s}.t USING btree (b) → CREATE UNIQUE INDEX i ON {s}.t USING btree (b)
create table t (a integer, b text, c numeric(8, 2));
create index i on t (b);
-- change
drop index i;
create unique index i on t (b);
-- undo
drop index i;
create index i on t (b);

-- claim: index {s}.i: definition: CREATE INDEX i ON {s}.t USING btree (b) → CREATE INDEX i ON {s}.t USING btree (b DESC)
create table t (a integer, b text, c numeric(8, 2));
create index i on t (b);
-- change
drop index i;
create index i on t (b desc);
-- undo
drop index i;
create index i on t (b);

-- claim: index {s}.i: definition: CREATE INDEX i ON {s}.t USING btree (b) → CREATE INDEX i ON {s}.t USING btree (b NULLS FIRST)
create table t (a integer, b text, c numeric(8, 2));
create index i on t (b);
-- change
drop index i;
create index i on t (b nulls first);
-- undo
drop index i;
create index i on t (b);

-- claim: index {s}.i: definition: CREATE INDEX i ON {s}.t USING btree (b) → CREATE INDEX i ON {s}.t USING btree (a)
create table t (a integer, b text, c numeric(8, 2));
create index i on t (b);
-- change
drop index i;
create index i on t (a);
-- undo
drop index i;
create index i on t (b);

-- claim: index {s}.i: definition: CREATE INDEX i ON {s}.t USING btree (b) → CREATE INDEX i ON {s}.t USING btree (b, a)
create table t (a integer, b text, c numeric(8, 2));
create index i on t (b);
-- change
drop index i;
create index i on t (b, a);
-- undo
drop index i;
create index i on t (b);

-- claim: index {s}.i: definition: CREATE INDEX i ON {s}.t USING btree (b) → CREATE INDEX i ON {s}.t USING btree (lower(b))
create table t (a integer, b text, c numeric(8, 2));
create index i on t (b);
-- change
drop index i;
create index i on t (lower(b));
-- undo
drop index i;
create index i on t (b);

-- claim: index {s}.i: definition: CREATE INDEX i ON {s}.t USING btree (b) → CREATE INDEX i ON {s}.t USING btree (b) WHERE (a > 0)
create table t (a integer, b text, c numeric(8, 2));
create index i on t (b);
-- change
drop index i;
create index i on t (b) where a > 0;
-- undo
drop index i;
create index i on t (b);

-- claim: index {s}.i: definition: CREATE INDEX i ON {s}.t USING btree (b) → CREATE INDEX i ON {s}.t USING btree (b) INCLUDE (a)
create table t (a integer, b text, c numeric(8, 2));
create index i on t (b);
-- change
drop index i;
create index i on t (b) include (a);
-- undo
drop index i;
create index i on t (b);

-- claim: index {s}.i: definition differs
create table t (a integer, b text, c numeric(8, 2));
create index i on t (b);
-- change
drop index i;
create index i on t (b text_pattern_ops);
-- undo
drop index i;
create index i on t (b);

-- claim: index {s}.i: definition: CREATE INDEX i ON {s}.t USING btree (b) → CREATE INDEX i ON {s}.t USING btree (b COLLATE "C")
create table t (a integer, b text, c numeric(8, 2));
create index i on t (b);
-- change
drop index i;
create index i on t (b collate "C");
-- undo
drop index i;
create index i on t (b);

-- claim: index {s}.i: definition: CREATE INDEX i ON {s}.t USING btree (b) → CREATE INDEX i ON {s}.t USING hash (b)
create table t (a integer, b text, c numeric(8, 2));
create index i on t (b);
-- change
drop index i;
create index i on t using hash (b);
-- undo
drop index i;
create index i on t (b);

-- claim: index {s}.i: definition differs
create table t (a integer, b text, c numeric(8, 2));
create index i on t (b);
-- change
drop index i;
create index i on t (b) with (fillfactor = 50);
-- undo
drop index i;
create index i on t (b);

-- claim: index {s}.i: definition differs
create table t (a integer, b text, c numeric(8, 2));
create unique index i on t (b);
-- change
drop index i;
create unique index i on t (b) nulls not distinct;
-- undo
drop index i;
create unique index i on t (b);

-- claim: index {s}.i: definition differs
create table t (a integer, b text, c numeric(8, 2));
create index i on t (b);
-- change
alter index i set (fillfactor = 60);
-- undo
alter index i reset (fillfactor);

-- claim: index {s}.i: now invalid
create table t (a integer, b text, c numeric(8, 2));
create index i on t (b);
-- change
update pg_index set indisvalid = false where indexrelid = 'i'::regclass;
-- undo
update pg_index set indisvalid = true where indexrelid = 'i'::regclass;

-- claim: index {s}.i: now not ready
create table t (a integer, b text, c numeric(8, 2));
create index i on t (b);
-- change
update pg_index set indisready = false where indexrelid = 'i'::regclass;
-- undo
update pg_index set indisready = true where indexrelid = 'i'::regclass;

-- claim: index {s}.i: now clustered
create table t (a integer, b text, c numeric(8, 2));
create index i on t (b);
-- change
alter table t cluster on i;
-- undo
alter table t set without cluster;

-- claim: index {s}.i: statistics of column 1: none → 200
create table t (a integer, b text, c numeric(8, 2));
create index i on t (lower(b));
-- change
alter index i alter column 1 set statistics 200;
-- undo
alter index i alter column 1 set statistics -1;

-- claim: index {s}.i: comment: none → Why.
create table t (a integer, b text, c numeric(8, 2));
create index i on t (b);
-- change
comment on index i is 'Why.';
-- undo
comment on index i is null;

-- claim: index {s}.i: removed | index {s}.j: added
create table t (a integer, b text, c numeric(8, 2));
create index i on t (b);
-- change
alter index i rename to j;
-- undo
alter index j rename to i;

-- claim: index {s}.t_pkey: option fillfactor: none → 60
create table t (a integer constraint t_pkey primary key, b text);
-- change
alter index t_pkey set (fillfactor = 60);
-- undo
alter index t_pkey reset (fillfactor);

-- claim: index {s}.t_pkey: comment: none → Why.
create table t (a integer constraint t_pkey primary key, b text);
-- change
comment on index t_pkey is 'Why.';
-- undo
comment on index t_pkey is null;

-- claim: index {s}.t_pkey: now clustered
create table t (a integer constraint t_pkey primary key, b text);
-- change
alter table t cluster on t_pkey;
-- undo
alter table t set without cluster;

-- claim: index {s}.i: added, with 1 part
create table t (a integer, b text) partition by list (a);
create table t1 partition of t for values in (1);
-- change
create index i on t (b);
-- undo
drop index i;

-- claim: index {s}.i: invalid lost | index {s}.i1: attached to: none → {s}.i
create table t (a integer, b text) partition by list (a);
create table t1 partition of t for values in (1);
create index i on only t (b);
create index i1 on t1 (b);
-- change
alter index i attach partition i1;
-- undo
drop index i;
create index i on only t (b);
create index i1 on t1 (b);
