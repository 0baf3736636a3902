-- Objects that need each other in every way that Postgres allows, with owners, grants and states.
create schema a; create schema "Odd Name";
alter schema a owner to refdb_boss;
-- foreign keys in a circle
create table a.hens (id integer primary key, egg_id integer);
create table a.eggs (id integer primary key, hen_id integer references a.hens, note text default 'x''y\z');
alter table a.hens add constraint hens_egg_fkey foreign key (egg_id) references a.eggs deferrable initially deferred;
-- a default, a check and a generated column call functions that read or take the table
create function a.next_number() returns integer language sql volatile begin atomic select count(*)::integer from a.hens; end;
alter table a.hens add column number integer default a.next_number();
create function a.is_good(a.eggs) returns boolean language sql immutable return true;
alter table a.eggs add constraint eggs_are_good check (a.is_good(eggs.*));
create function a.twice(integer) returns integer language sql immutable return $1 * 2;
alter table a.hens add column twice_number integer generated always as (a.twice(id)) stored;
create index hens_twice_idx on a.hens (a.twice(id)) where egg_id is not null;
alter index a.hens_twice_idx alter column 1 set statistics 300;
-- views on views, with rules and triggers, and a function between them
create view a.v1 as select id, egg_id, number from a.hens;
create view a.v2 with (security_barrier) as select v.id, v.number as "Number" from a.v1 as v where v.egg_id is not null;
create function a.count_v2() returns bigint language sql stable begin atomic select count(*) from a.v2; end;
create view a.v3 (n, "order") as select a.count_v2(), 1;
create materialized view a.m1 as select v2.id, count(*) as n from a.v2 group by v2.id with no data;
create unique index m1_key on a.m1 (id);
create materialized view a.m2 as select id from a.v1;
create function a.tell() returns trigger language plpgsql as $f$ begin raise notice '$$ %', new; return new; end $f$;
create trigger v1_insert instead of insert on a.v1 for each row execute function a.tell('x', 'y z');
alter view a.v1 alter column number set default a.next_number();
create rule v3_nothing as on insert to a.v3 do instead nothing;
create rule hens_tell as on update to a.hens where new.id < 0 do also (insert into a.eggs (id) values (1); delete from a.eggs);
alter table a.hens disable rule hens_tell;
comment on column a.v2."Number" is 'A number; it''s odd.';
grant select on a.v2 to refdb_app;
grant select ("Number") on a.v2 to public;
-- a view that needs its own table's key
create view a.grouped as select e.id, e.note, count(*) as n from a.eggs as e group by e.id;
-- a function and a view that need each other
create view a.circle as select 1 as x, 'a'::text as y;
create function a.read_circle() returns integer language sql stable begin atomic select x from a.circle; end;
create or replace view a.circle as select 1 as x, a.read_circle()::text as y;
-- bodies of text: order matters, and one that matches nothing any more
create table "Odd Name"."Table" ("Key" bigserial primary key, "Value" text collate "C" not null);
create function a.zz() returns bigint language sql as 'select count(*) from "Odd Name"."Table"';
create function a.aa(p_t "Odd Name"."Table") returns setof "Odd Name"."Table" language plpgsql rows 7 cost 33 as 'declare x "Odd Name"."Table"%rowtype; begin return next x; end';
set check_function_bodies = off;
create function a.stale() returns integer language sql as 'select gone from a.gone_table';
reset check_function_bodies;
create procedure a.proc(inout p_a integer, p_b text default 'b,c') language plpgsql security definer set search_path = pg_catalog, pg_temp set work_mem = '64MB' as $$ begin p_a := 1; end; $$;
create function a.outs(out x integer, out y text, variadic p_rest text[] default '{}'::text[]) language plpgsql set search_path = '' as $$ begin end $$;
create function a.tab(p_a integer default 1, p_b text default ')') returns table (x integer, y numeric(4, 2)) language sql stable strict parallel safe leakproof begin atomic select 1, 2.0; end;
-- types in all forms, and in tangles
create type a.mood as enum ('sad', 'it''s ok', 'happy');
create type a.pair as (x integer, y text collate "C", m a.mood);
create domain a.short as text collate "C" default 'abc' not null constraint short_enough check (char_length(value) < 9);
create function a.is_short(text) returns boolean language sql immutable return true;
alter domain a.short add constraint really_short check (a.is_short(value)) not valid;
create domain a.shorter as a.short check (value <> '');
create table a.moods (m a.mood default 'sad', p a.pair, s a.short, r a.mood[]);
create table a.of_pair of a.pair (x with options default 5 not null, primary key (x));
create type a.floats as range (subtype = float8, subtype_diff = float8mi, multirange_type_name = a.many_floats);
create type a.chars;
create function a.chars_canonical(a.chars) returns a.chars language internal immutable strict as 'int4range_canonical';
create type a.chars as range (subtype = integer, canonical = a.chars_canonical);
create type a.base;
create function a.base_in(cstring) returns a.base language internal immutable strict as 'textin';
create function a.base_out(a.base) returns cstring language internal immutable strict as 'textout';
create type a.base (input = a.base_in, output = a.base_out, like = text, category = 'U', default = 'd');
create table a.bases (b a.base, c a.base[]);
create type a.shell;
create cast (a.base as text) without function as assignment;
-- operators, classes, families
create function a.pair_cmp(a.pair, a.pair) returns integer language sql immutable strict return 0;
create function a.pair_lt(a.pair, a.pair) returns boolean language sql immutable strict return false;
create function a.pair_eq(a.pair, a.pair) returns boolean language sql immutable strict return true;
create operator a.<<< (function = a.pair_lt, leftarg = a.pair, rightarg = a.pair, commutator = operator(a.>>>));
create operator a.>>> (function = a.pair_lt, leftarg = a.pair, rightarg = a.pair, commutator = operator(a.<<<));
create operator a.=== (function = a.pair_eq, leftarg = a.pair, rightarg = a.pair, commutator = operator(a.===), restrict = eqsel, join = eqjoinsel, hashes, merges);
create operator a.!!! (function = a.twice, rightarg = integer);
create operator family a.pairs using btree;
create operator class a.pair_ops for type a.pair using btree family a.pairs as operator 1 a.<<<, operator 3 a.===, operator 5 a.>>>, function 1 a.pair_cmp(a.pair, a.pair);
create operator family a.loose using hash;
alter operator family a.loose using hash add operator 1 a.=== (a.pair, a.pair);
create aggregate a.longest(text) (sfunc = text_larger, stype = text, sortop = operator(pg_catalog.>), parallel = safe);
create view a.aggregated as select a.longest(note) from a.eggs;
-- inheritance and partitions
create table a.parent (id integer, note text default 'p', constraint id_positive check (id > 0), constraint only_here check (id < 99) no inherit);
create table a.child (extra text) inherits (a.parent);
alter table a.child alter note set default 'c';
alter table a.child alter note set storage external;
create table a.adopted (zzz integer, note text, id integer, constraint id_positive check (id > 0));
alter table a.adopted inherit a.parent;
alter table a.adopted alter note set storage external;
create table a.grandchild (note text not null) inherits (a.child, a.adopted);
create table a.parts (id integer, at date not null, kind text, constraint kind_known check (kind <> '')) partition by range (at);
create table a.parts_1 (kind text, at date not null, id integer, own integer generated always as (id + 1) stored, constraint kind_known check (kind <> ''));
alter table a.parts_1 drop column own;
alter table a.parts attach partition a.parts_1 for values from ('2020-01-01') to ('2021-01-01');
create table a.parts_2 partition of a.parts for values from ('2021-01-01') to ('2022-01-01') partition by hash (id);
create table a.parts_2a partition of a.parts_2 for values with (modulus 2, remainder 0);
create table a.parts_2b partition of a.parts_2 (kind default 'b') for values with (modulus 2, remainder 1) with (fillfactor = 50);
create table a.parts_rest partition of a.parts default;
alter table a.parts add constraint parts_pkey primary key (at, id);
create unique index parts_kind_idx on a.parts (kind, at, id) include (id);
alter table a.parts_2b add constraint own_name foreign key (id) references a.eggs;
alter table a.parts add constraint parts_egg_fkey foreign key (id) references a.eggs on delete cascade;
create table a.uses (at date, id integer, constraint uses_fkey foreign key (at, id) references a.parts);
create trigger parts_tell after insert on a.parts for each row when (new.id > 0) execute function a.tell();
alter table a.parts_2a disable trigger parts_tell;
create policy parts_policy on a.parts as restrictive for select to refdb_app, "Refdb odd" using (kind = current_user);
alter table a.parts enable row level security;
create statistics a.parts_stats (ndistinct) on at, kind from a.parts;
-- sequences
create sequence a.free as smallint increment by -3 maxvalue 100 minvalue -100 start 50 cache 5 cycle;
create table a.counted (id integer default nextval('a.free'), ident bigint generated by default as identity (sequence name a.other_name increment by 5), sm smallint generated always as identity, big serial);
alter table a.counted owner to refdb_app;
grant usage on sequence a.counted_big_seq to refdb_boss with grant option;
comment on sequence a.other_name is 'Identity.';

alter table a.counted add constraint counted_key unique (id, big) with (fillfactor = 80);
alter table a.counted alter id set not null;
alter table a.counted cluster on counted_key;
create unique index counted_id_idx on a.counted (id);
alter table a.counted replica identity using index counted_id_idx;
-- grants
grant usage on schema a to refdb_app, refdb_boss, "Refdb odd" with grant option;
grant select, insert on a.hens to refdb_app with grant option;
set role refdb_app; grant select on a.hens to "Refdb odd" with grant option; reset role;
set role "Refdb odd"; grant select on a.hens to refdb_boss; reset role;
revoke delete on a.hens from current_user;
revoke all on function a.twice(integer) from public; grant execute on function a.twice(integer) to refdb_app;
revoke usage on type a.mood from public;
grant update (note), references on a.eggs to refdb_app;
alter default privileges in schema a grant select on tables to refdb_app;
alter default privileges revoke execute on functions from public;
alter default privileges for role refdb_boss grant all on sequences to refdb_app with grant option;
-- others
create publication p1 for table a.eggs (id, hen_id), a.hens where (id > 0) with (publish = 'insert');
create publication p2 for tables in schema "Odd Name";
create function a.watch() returns event_trigger language plpgsql as 'begin end';
create event trigger watch on ddl_command_end when tag in ('CREATE TABLE') execute function a.watch();
create collation a.odd (lc_collate = 'C', lc_ctype = 'POSIX');
create index eggs_note_idx on a.eggs (note collate a.odd desc nulls last) include (hen_id) with (fillfactor = 90);
create text search dictionary a.dict (template = simple, accept = false);
create text search configuration a.conf (copy = english);
alter text search configuration a.conf alter mapping for asciiword with a.dict, english_stem;
create index eggs_search_idx on a.eggs using gin (to_tsvector('a.conf', note));
select cron.schedule('job', '0 3 * * *', 'select ''x'''); select cron.schedule('0 4 * * *', 'select 2');
create foreign data wrapper w; create server s type 't' foreign data wrapper w options (host 'h');
create foreign table a.remote (id integer options (c 'd') not null, m a.mood) server s options (t 'u');
create user mapping for public server s options ("user" 'me');
