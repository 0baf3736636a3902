-- claim: trigger {s}.t.g: added
create table t (a integer, b text, c numeric(8, 2));
create function f() returns trigger language plpgsql as $$begin return null; end$$;
-- change
create trigger g before insert on t for each row execute function f();
-- undo
drop trigger g on t;

-- claim: trigger {s}.t.g: removed
create table t (a integer, b text, c numeric(8, 2));
create function f() returns trigger language plpgsql as $$begin return null; end$$;
create trigger g before insert on t for each row execute function f();
-- change
drop trigger g on t;
-- undo
create trigger g before insert on t for each row execute function f();

-- claim: trigger {s}.t.g: enabled: none → disabled
create table t (a integer, b text, c numeric(8, 2));
create function f() returns trigger language plpgsql as $$begin return null; end$$;
create trigger g before insert on t for each row execute function f();
-- change
alter table t disable trigger g;
-- undo
alter table t enable trigger g;

-- claim: trigger {s}.t.g: enabled: none → replica
create table t (a integer, b text, c numeric(8, 2));
create function f() returns trigger language plpgsql as $$begin return null; end$$;
create trigger g before insert on t for each row execute function f();
-- change
alter table t enable replica trigger g;
-- undo
alter table t enable trigger g;

-- claim: trigger {s}.t.g: enabled: none → always
create table t (a integer, b text, c numeric(8, 2));
create function f() returns trigger language plpgsql as $$begin return null; end$$;
create trigger g before insert on t for each row execute function f();
-- change
alter table t enable always trigger g;
-- undo
alter table t enable trigger g;

-- claim: trigger {s}.t.g: definition differs
create table t (a integer, b text, c numeric(8, 2));
create function f() returns trigger language plpgsql as $$begin return null; end$$;
create trigger g before insert on t for each row execute function f();
-- change
create or replace trigger g before insert or update of a on t for each row when (new.a > 0) execute function f('x');
-- undo
create or replace trigger g before insert on t for each row execute function f();

-- claim: trigger {s}.t.g: definition differs
create table t (a integer, b text, c numeric(8, 2));
create function f() returns trigger language plpgsql as $$begin return null; end$$;
create trigger g after insert on t execute function f();
-- change
drop trigger g on t;
create trigger g after insert on t referencing new table as n execute function f();
-- undo
drop trigger g on t;
create trigger g after insert on t execute function f();

-- claim: trigger {s}.t.g: definition differs
create table t (a integer, b text, c numeric(8, 2));
create function f() returns trigger language plpgsql as $$begin return null; end$$;
create constraint trigger g after insert on t for each row execute function f();
-- change
drop trigger g on t;
create constraint trigger g after insert on t deferrable for each row execute function f();
-- undo
drop trigger g on t;
create constraint trigger g after insert on t for each row execute function f();

-- claim: trigger {s}.t.g: comment: none → Why.
create table t (a integer, b text, c numeric(8, 2));
create function f() returns trigger language plpgsql as $$begin return null; end$$;
create trigger g before insert on t for each row execute function f();
-- change
comment on trigger g on t is 'Why.';
-- undo
comment on trigger g on t is null;

-- claim: trigger {s}.t.g: added, with 1 part
create table t (a integer, b text) partition by list (a);
create table t1 partition of t for values in (1);
create function f() returns trigger language plpgsql as $$begin return null; end$$;
-- change
create trigger g after insert on t for each row execute function f();
-- undo
drop trigger g on t;

-- claim: trigger {s}.t1.g: enabled: none → disabled
create table t (a integer, b text) partition by list (a);
create table t1 partition of t for values in (1);
create function f() returns trigger language plpgsql as $$begin return null; end$$;
create trigger g after insert on t for each row execute function f();
-- change
alter table t1 disable trigger g;
-- undo
alter table t1 enable trigger g;

-- claim: policy {s}.t.g: added
create table t (a integer, b text, c numeric(8, 2));
-- change
create policy g on t using (a > 0);
-- undo
drop policy g on t;

-- claim: policy {s}.t.g: removed
create table t (a integer, b text, c numeric(8, 2));
create policy g on t using (a > 0);
-- change
drop policy g on t;
-- undo
create policy g on t using (a > 0);

-- claim: policy {s}.t.g: using: (a > 0) → (a > 1)
create table t (a integer, b text, c numeric(8, 2));
create policy g on t using (a > 0);
-- change
alter policy g on t using (a > 1);
-- undo
alter policy g on t using (a > 0);

-- claim: policy {s}.t.g: check: (a > 0) → (a > 1)
create table t (a integer, b text, c numeric(8, 2));
create policy g on t with check (a > 0);
-- change
alter policy g on t with check (a > 1);
-- undo
alter policy g on t with check (a > 0);

-- claim: policy {s}.t.g: roles: public → refdb_app, refdb_boss
create table t (a integer, b text, c numeric(8, 2));
create policy g on t using (true);
-- change
alter policy g on t to refdb_boss, refdb_app;
-- undo
alter policy g on t to public;

-- claim: policy {s}.t.g: command: select → delete
create table t (a integer, b text, c numeric(8, 2));
create policy g on t for select using (true);
-- change
drop policy g on t;
create policy g on t for delete using (true);
-- undo
drop policy g on t;
create policy g on t for select using (true);

-- claim: policy {s}.t.g: now restrictive
create table t (a integer, b text, c numeric(8, 2));
create policy g on t using (true);
-- change
drop policy g on t;
create policy g on t as restrictive using (true);
-- undo
drop policy g on t;
create policy g on t using (true);

-- claim: policy {s}.t.g: comment: none → Why.
create table t (a integer, b text, c numeric(8, 2));
create policy g on t using (true);
-- change
comment on policy g on t is 'Why.';
-- undo
comment on policy g on t is null;

-- claim: rule {s}.t.g: added
create table t (a integer, b text, c numeric(8, 2));
-- change
create rule g as on insert to t do instead nothing;
-- undo
drop rule g on t;

-- claim: rule {s}.t.g: removed
create table t (a integer, b text, c numeric(8, 2));
create rule g as on insert to t do instead nothing;
-- change
drop rule g on t;
-- undo
create rule g as on insert to t do instead nothing;

-- claim: rule {s}.t.g: definition differs
create table t (a integer, b text, c numeric(8, 2));
create rule g as on insert to t do instead nothing;
-- change
create or replace rule g as on insert to t where new.a > 0 do instead nothing;
-- undo
create or replace rule g as on insert to t do instead nothing;

-- claim: rule {s}.t.g: enabled: none → disabled
create table t (a integer, b text, c numeric(8, 2));
create rule g as on insert to t do instead nothing;
-- change
alter table t disable rule g;
-- undo
alter table t enable rule g;

-- claim: rule {s}.t.g: enabled: none → replica
create table t (a integer, b text, c numeric(8, 2));
create rule g as on insert to t do instead nothing;
-- change
alter table t enable replica rule g;
-- undo
alter table t enable rule g;

-- claim: rule {s}.t.g: enabled: none → always
create table t (a integer, b text, c numeric(8, 2));
create rule g as on insert to t do instead nothing;
-- change
alter table t enable always rule g;
-- undo
alter table t enable rule g;

-- claim: rule {s}.t.g: comment: none → Why.
create table t (a integer, b text, c numeric(8, 2));
create rule g as on insert to t do instead nothing;
-- change
comment on rule g on t is 'Why.';
-- undo
comment on rule g on t is null;

-- claim: statistics {s}.x: added
create table t (a integer, b text, c numeric(8, 2));
-- change
create statistics x (ndistinct, dependencies) on a, b from t;
-- undo
drop statistics x;

-- claim: statistics {s}.x: removed
create table t (a integer, b text, c numeric(8, 2));
create statistics x (ndistinct, dependencies) on a, b from t;
-- change
drop statistics x;
-- undo
create statistics x (ndistinct, dependencies) on a, b from t;

-- claim: statistics {s}.x: definition differs
create table t (a integer, b text, c numeric(8, 2));
create statistics x (ndistinct) on a, b from t;
-- change
drop statistics x;
create statistics x (mcv) on a, b from t;
-- undo
drop statistics x;
create statistics x (ndistinct) on a, b from t;

-- claim: statistics {s}.x: definition differs
create table t (a integer, b text, c numeric(8, 2));
create statistics x on a, lower(b) from t;
-- change
drop statistics x;
create statistics x on a, upper(b) from t;
-- undo
drop statistics x;
create statistics x on a, lower(b) from t;

-- claim: statistics {s}.x: target: none → 50
create table t (a integer, b text, c numeric(8, 2));
create statistics x on a, b from t;
-- change
alter statistics x set statistics 50;
-- undo
alter statistics x set statistics -1;

-- claim: statistics {s}.x: owner: refdb_boss → refdb_app
create table t (a integer, b text, c numeric(8, 2));
create statistics x on a, b from t;
-- change
alter statistics x owner to refdb_app;
-- undo
alter statistics x owner to refdb_boss;

-- claim: statistics {s}.x: comment: none → Why.
create table t (a integer, b text, c numeric(8, 2));
create statistics x on a, b from t;
-- change
comment on statistics x is 'Why.';
-- undo
comment on statistics x is null;
