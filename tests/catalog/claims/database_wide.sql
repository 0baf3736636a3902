-- claim: language {s}_l: added
-- change
create language {s}_l handler plpgsql_call_handler;
-- undo
drop language {s}_l;

-- claim: language {s}_l: removed
create language {s}_l handler plpgsql_call_handler;
-- change
drop language {s}_l;
-- undo
create language {s}_l handler plpgsql_call_handler;

-- claim: language {s}_l: now trusted
-- hidden: pg_dump leaves handlers out that are in pg_catalog
create language {s}_l handler plpgsql_call_handler;
-- change
drop language {s}_l;
create trusted language {s}_l handler plpgsql_call_handler;
-- undo
drop language {s}_l;
create language {s}_l handler plpgsql_call_handler;

-- claim: language {s}_l: inline: none → plpgsql_inline_handler
-- hidden: pg_dump leaves handlers out that are in pg_catalog
create language {s}_l handler plpgsql_call_handler;
-- change
drop language {s}_l;
create language {s}_l handler plpgsql_call_handler inline plpgsql_inline_handler;
-- undo
drop language {s}_l;
create language {s}_l handler plpgsql_call_handler;

-- claim: language {s}_l: validator: none → plpgsql_validator
-- hidden: pg_dump leaves handlers out that are in pg_catalog
create language {s}_l handler plpgsql_call_handler;
-- change
drop language {s}_l;
create language {s}_l handler plpgsql_call_handler validator plpgsql_validator;
-- undo
drop language {s}_l;
create language {s}_l handler plpgsql_call_handler;

-- claim: language {s}_l: grants to public: default → none
create trusted language {s}_l handler plpgsql_call_handler;
-- change
revoke usage on language {s}_l from public;
-- undo
grant usage on language {s}_l to public;

-- claim: language {s}_l: comment: none → Why.
create language {s}_l handler plpgsql_call_handler;
-- change
comment on language {s}_l is 'Why.';
-- undo
comment on language {s}_l is null;

-- claim: access method {s}_a: added
-- change
create access method {s}_a type index handler bthandler;
-- undo
drop access method {s}_a;

-- claim: access method {s}_a: removed
create access method {s}_a type index handler bthandler;
-- change
drop access method {s}_a;
-- undo
create access method {s}_a type index handler bthandler;

-- claim: table {s}.t: added, with 1 part
create access method {s}_a type table handler heap_tableam_handler;
-- change
create table t (a integer) using {s}_a;
-- undo
drop table t;

-- claim: table {s}.t: access method: none → {s}_a
-- hidden: it is a setting before the table, which the test leaves out
create access method {s}_a type table handler heap_tableam_handler;
create table t (a integer);
-- change
alter table t set access method {s}_a;
-- undo
alter table t set access method heap;

-- claim: transform for {s}.k language sql: added
create type k as (a integer);
-- change
create transform for k language sql (from sql with function prsd_lextype(internal));
-- undo
drop transform for k language sql;

-- claim: transform for {s}.k language sql: removed
create type k as (a integer);
create transform for k language sql (from sql with function prsd_lextype(internal));
-- change
drop transform for k language sql;
-- undo
create transform for k language sql (from sql with function prsd_lextype(internal));

-- claim: function {s}.f({s}.k): transforms: none → {s}.k
create type k as (a integer);
create transform for k language sql (from sql with function prsd_lextype(internal));
create function f(k) returns integer language sql as 'select 1';
-- change
drop function f;
create function f(k) returns integer language sql transform for type k as 'select 1';
-- undo
drop function f;
create function f(k) returns integer language sql as 'select 1';

-- claim: event trigger {s}_e: removed
create function e() returns event_trigger language plpgsql as $$begin end$$;
create event trigger {s}_e on sql_drop when tag in ('DROP CONVERSION') execute function e();
-- change
drop event trigger {s}_e;
-- undo
create event trigger {s}_e on sql_drop when tag in ('DROP CONVERSION') execute function e();

-- claim: event trigger {s}_e: tags: DROP CONVERSION → DROP COLLATION, DROP CONVERSION
create function e() returns event_trigger language plpgsql as $$begin end$$;
create event trigger {s}_e on sql_drop when tag in ('DROP CONVERSION') execute function e();
-- change
drop event trigger {s}_e;
create event trigger {s}_e on sql_drop when tag in ('DROP COLLATION', 'DROP CONVERSION') execute function e();
-- undo
drop event trigger {s}_e;
create event trigger {s}_e on sql_drop when tag in ('DROP CONVERSION') execute function e();

-- claim: event trigger {s}_e: event: sql_drop → ddl_command_end
create function e() returns event_trigger language plpgsql as $$begin end$$;
create event trigger {s}_e on sql_drop when tag in ('DROP CONVERSION') execute function e();
-- change
drop event trigger {s}_e;
create event trigger {s}_e on ddl_command_end when tag in ('DROP CONVERSION') execute function e();
-- undo
drop event trigger {s}_e;
create event trigger {s}_e on sql_drop when tag in ('DROP CONVERSION') execute function e();

-- claim: event trigger {s}_e: enabled: none → disabled
create function e() returns event_trigger language plpgsql as $$begin end$$;
create event trigger {s}_e on sql_drop when tag in ('DROP CONVERSION') execute function e();
-- change
alter event trigger {s}_e disable;
-- undo
alter event trigger {s}_e enable;

-- claim: event trigger {s}_e: enabled: none → replica
create function e() returns event_trigger language plpgsql as $$begin end$$;
create event trigger {s}_e on sql_drop when tag in ('DROP CONVERSION') execute function e();
-- change
alter event trigger {s}_e enable replica;
-- undo
alter event trigger {s}_e enable;

-- claim: event trigger {s}_e: enabled: none → always
create function e() returns event_trigger language plpgsql as $$begin end$$;
create event trigger {s}_e on sql_drop when tag in ('DROP CONVERSION') execute function e();
-- change
alter event trigger {s}_e enable always;
-- undo
alter event trigger {s}_e enable;

-- claim: event trigger {s}_e: comment: none → Why.
create function e() returns event_trigger language plpgsql as $$begin end$$;
create event trigger {s}_e on sql_drop when tag in ('DROP CONVERSION') execute function e();
-- change
comment on event trigger {s}_e is 'Why.';
-- undo
comment on event trigger {s}_e is null;

-- claim: default privileges for role refdb_boss in schema {s} on tables: added
-- change
alter default privileges for role refdb_boss in schema {s} grant select on tables to refdb_app;
-- undo
alter default privileges for role refdb_boss in schema {s} revoke select on tables from refdb_app;

-- claim: default privileges for role refdb_boss in schema {s} on tables: grants to refdb_app: select → insert, select
alter default privileges for role refdb_boss in schema {s} grant select on tables to refdb_app;
-- change
alter default privileges for role refdb_boss in schema {s} grant insert on tables to refdb_app;
-- undo
alter default privileges for role refdb_boss in schema {s} revoke insert on tables from refdb_app;

-- claim: default privileges for role refdb_boss in schema {s} on sequences: added
-- change
alter default privileges for role refdb_boss in schema {s} grant usage on sequences to refdb_app;
-- undo
alter default privileges for role refdb_boss in schema {s} revoke usage on sequences from refdb_app;

-- claim: default privileges for role refdb_boss in schema {s} on functions: added
-- change
alter default privileges for role refdb_boss in schema {s} grant execute on functions to refdb_app;
-- undo
alter default privileges for role refdb_boss in schema {s} revoke execute on functions from refdb_app;

-- claim: default privileges for role refdb_boss in schema {s} on types: added
-- change
alter default privileges for role refdb_boss in schema {s} grant usage on types to refdb_app;
-- undo
alter default privileges for role refdb_boss in schema {s} revoke usage on types from refdb_app;

-- claim: default privileges for role {s}_r on functions: added
create role {s}_r;
-- change
alter default privileges for role {s}_r revoke execute on functions from public;
-- undo
alter default privileges for role {s}_r grant execute on functions to public;

-- claim: cron job {s}: added
-- hidden: jobs are rows
-- change
select cron.schedule('{s}', '0 3 * * *', 'select 1');
-- undo
select cron.unschedule('{s}');

-- claim: cron job {s}: schedule: 0 3 * * * → 0 4 * * *
-- hidden: jobs are rows
select cron.schedule('{s}', '0 3 * * *', 'select 1');
-- change
select cron.schedule('{s}', '0 4 * * *', 'select 1');
-- undo
select cron.schedule('{s}', '0 3 * * *', 'select 1');

-- claim: cron job {s}: command: select 1 → select 2
-- hidden: jobs are rows
select cron.schedule('{s}', '0 3 * * *', 'select 1');
-- change
select cron.schedule('{s}', '0 3 * * *', 'select 2');
-- undo
select cron.schedule('{s}', '0 3 * * *', 'select 1');

-- claim: cron job {s}: now inactive
-- hidden: jobs are rows
select cron.schedule('{s}', '0 3 * * *', 'select 1');
-- change
update cron.job set active = false where jobname = '{s}';
-- undo
update cron.job set active = true where jobname = '{s}';

-- claim: cron job {s}: owner: refdb_boss → refdb_app
-- hidden: jobs are rows
select cron.schedule('{s}', '0 3 * * *', 'select 1');
-- change
update cron.job set username = 'refdb_app' where jobname = '{s}';
-- undo
update cron.job set username = 'refdb_boss' where jobname = '{s}';
