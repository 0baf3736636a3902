-- claim: constraint {s}.t.t_pkey: added, with 1 part
create table t (a integer not null);
-- change
alter table t add constraint t_pkey primary key (a);
-- undo
alter table t drop constraint t_pkey;

-- claim: constraint {s}.t.t_pkey: removed, with 1 part
create table t (a integer not null);
alter table t add constraint t_pkey primary key (a);
-- change
alter table t drop constraint t_pkey;
-- undo
alter table t add constraint t_pkey primary key (a);

-- claim: constraint {s}.t.t_a_check: added
create table t (a integer, b text, c numeric(8, 2));
-- change
alter table t add constraint t_a_check check (a > 0);
-- undo
alter table t drop constraint t_a_check;

-- claim: constraint {s}.t.k: definition: CHECK ((a > 0)) → CHECK ((a > 1))
create table t (a integer constraint k check (a > 0));
-- change
alter table t drop constraint k;
alter table t add constraint k check (a > 1);
-- undo
alter table t drop constraint k;
alter table t add constraint k check (a > 0);

-- claim: constraint {s}.t.k: not valid lost
create table t (a integer);
alter table t add constraint k check (a > 0) not valid;
-- change
alter table t validate constraint k;
-- undo
alter table t drop constraint k;
alter table t add constraint k check (a > 0) not valid;

-- claim: constraint {s}.t.k: definition: CHECK ((a > 0)) NO INHERIT → CHECK ((a > 0))
create table t (a integer constraint k check (a > 0) no inherit);
-- change
alter table t drop constraint k;
alter table t add constraint k check (a > 0);
-- undo
alter table t drop constraint k;
alter table t add constraint k check (a > 0) no inherit;

-- claim: constraint {s}.r.k: definition differs
create table t (a integer constraint t_pkey primary key, b text);
create table r (a integer constraint k references t);
-- change
alter table r alter constraint k deferrable initially deferred;
-- undo
alter table r alter constraint k not deferrable;

-- claim: constraint {s}.r.k: definition: FOREIGN KEY (a) REFERENCES {s}.t(a) → FOREIGN KEY (a) REFERENCES {s}.t(a) ON DELETE CASCADE
create table t (a integer constraint t_pkey primary key, b text);
create table r (a integer constraint k references t);
-- change
alter table r drop constraint k;
alter table r add constraint k foreign key (a) references t on delete cascade;
-- undo
alter table r drop constraint k;
alter table r add constraint k foreign key (a) references t;

-- claim: constraint {s}.r.k: not valid lost
create table t (a integer constraint t_pkey primary key, b text);
create table r (a integer);
alter table r add constraint k foreign key (a) references t not valid;
-- change
alter table r validate constraint k;
-- undo
alter table r drop constraint k;
alter table r add constraint k foreign key (a) references t not valid;

-- claim: constraint {s}.r.k: now not enforced
-- since: 18
create table t (a integer constraint t_pkey primary key, b text);
create table r (a integer constraint k references t);
-- change
alter table r alter constraint k not enforced;
-- undo
alter table r alter constraint k enforced;

-- claim: constraint {s}.t.k: now not enforced
-- since: 18
create table t (a integer constraint k check (a > 0));
-- change
alter table t drop constraint k;
alter table t add constraint k check (a > 0) not enforced;
-- undo
alter table t drop constraint k;
alter table t add constraint k check (a > 0);

-- claim: constraint {s}.t.k: removed | index {s}.k: constraint: k → none | index {s}.k: definition: none → CREATE UNIQUE INDEX k ON {s}.t USING btree (a)
create table t (a integer constraint k unique);
-- change
alter table t drop constraint k;
create unique index k on t (a);
-- undo
drop index k;
alter table t add constraint k unique (a);

-- claim: constraint {s}.t.k: definition: UNIQUE (a) → UNIQUE NULLS NOT DISTINCT (a)
create table t (a integer constraint k unique);
-- change
alter table t drop constraint k;
alter table t add constraint k unique nulls not distinct (a);
-- undo
alter table t drop constraint k;
alter table t add constraint k unique (a);

-- claim: constraint {s}.t.k: definition: UNIQUE (a) → UNIQUE (a) INCLUDE (b)
create table t (a integer, b integer, constraint k unique (a));
-- change
alter table t drop constraint k;
alter table t add constraint k unique (a) include (b);
-- undo
alter table t drop constraint k;
alter table t add constraint k unique (a);

-- claim: constraint {s}.t.k: added, with 1 part
create table t (a int4range);
-- change
alter table t add constraint k exclude using gist (a with &&);
-- undo
alter table t drop constraint k;

-- claim: constraint {s}.t.k: removed, with 1 part
create table t (a int4range);
alter table t add constraint k exclude using gist (a with &&);
-- change
alter table t drop constraint k;
-- undo
alter table t add constraint k exclude using gist (a with &&);

-- claim: constraint {s}.t.k: comment: none → Rule.
create table t (a integer constraint k check (a > 0));
-- change
comment on constraint k on t is 'Rule.';
-- undo
comment on constraint k on t is null;

-- claim: constraint {s}.t.k: removed | constraint {s}.t.l: added
create table t (a integer constraint k check (a > 0));
-- change
alter table t rename constraint k to l;
-- undo
alter table t rename constraint l to k;

-- claim: constraint {s}.p.k: added, with 1 part
create table p (a integer);
create table t () inherits (p);
-- change
alter table p add constraint k check (a > 0);
-- undo
alter table p drop constraint k;

-- claim: constraint {s}.t.k: added, with 1 part
create table t (a integer, b text) partition by list (a);
create table t1 partition of t for values in (1);
create table u (a integer primary key);
-- change
alter table t add constraint k foreign key (a) references u;
-- undo
alter table t drop constraint k;

-- claim: constraint {s}.u.k: added
create table t (a integer, b text) partition by list (a);
create table t1 partition of t for values in (1);
alter table t add constraint k primary key (a);
create table u (a integer);
-- change
alter table u add constraint k foreign key (a) references t;
-- undo
alter table u drop constraint k;

-- claim: constraint {s}.t.k: definition: PRIMARY KEY (a, during WITHOUT OVERLAPS) → PRIMARY KEY (a, during)
-- since: 18
create table t (a int4range, during daterange, constraint k primary key (a, during without overlaps));
-- change
alter table t drop constraint k;
alter table t add constraint k primary key (a, during);
-- undo
alter table t drop constraint k;
alter table t add constraint k primary key (a, during without overlaps);

-- claim: constraint {s}.r.k: definition differs
create table t (a integer constraint t_pkey primary key, b text);
create table r (a integer constraint k references t);
-- change
alter table r drop constraint k;
alter table r add constraint k foreign key (a) references t on update restrict on delete set null;
-- undo
alter table r drop constraint k;
alter table r add constraint k foreign key (a) references t;

-- claim: constraint {s}.r.k: definition differs
create table t (a integer constraint t_pkey primary key, b text);
create table r (a integer constraint k references t);
-- change
alter table r drop constraint k;
alter table r add constraint k foreign key (a) references t on update set default on delete set default;
-- undo
alter table r drop constraint k;
alter table r add constraint k foreign key (a) references t;

-- claim: constraint {s}.r.k: definition differs
create table t (a integer constraint t_pkey primary key, b text);
create table r (a integer constraint k references t);
-- change
alter table r drop constraint k;
alter table r add constraint k foreign key (a) references t on delete set null (a);
-- undo
alter table r drop constraint k;
alter table r add constraint k foreign key (a) references t;

-- claim: constraint {s}.r.k: definition differs
create table t (a integer constraint t_pkey primary key, b text);
create table r (a integer constraint k references t);
-- change
alter table r drop constraint k;
alter table r add constraint k foreign key (a) references t match full on update cascade on delete restrict;
-- undo
alter table r drop constraint k;
alter table r add constraint k foreign key (a) references t;

-- claim: constraint {s}.t.k: definition: UNIQUE (a, b) → UNIQUE (a, b) DEFERRABLE
create table t (a integer, b text, constraint k unique (a, b));
-- change
alter table t drop constraint k;
alter table t add constraint k unique (a, b) deferrable;
-- undo
alter table t drop constraint k;
alter table t add constraint k unique (a, b);
