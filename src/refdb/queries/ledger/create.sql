-- Makes the ledger where it is missing: yoyo's tables as yoyo 6 to 9 makes them, and refdb's own.
create table if not exists public._yoyo_migration (
    migration_hash varchar(64),
    migration_id varchar(255),
    applied_at_utc timestamp,
    primary key (migration_hash)
);

create table if not exists public._yoyo_log (
    id varchar(36),
    migration_hash varchar(64),
    migration_id varchar(255),
    operation varchar(10),
    username varchar(255),
    hostname varchar(255),
    comment varchar(255),
    created_at_utc timestamp,
    primary key (id)
);

create table if not exists public._yoyo_version (
    version int not null primary key,
    installed_at_utc timestamp
);

insert into public._yoyo_version (version, installed_at_utc)
select 2, timezone('utc', now())
where not exists (select from public._yoyo_version);

create schema if not exists refdb;
comment on schema refdb is 'The ledger of refdb, format 1: which migrations were applied, from which text.';

create table if not exists refdb.migration (
    id text not null constraint migration_pkey primary key,
    apply_checksum text not null,
    rollback_checksum text,
    apply_text text not null,
    rollback_text text,
    is_transactional boolean not null,
    applied_at timestamptz not null default clock_timestamp(),
    duration_ms numeric(12, 3) not null,
    applied_by text not null,
    applied_as text not null default session_user,
    host text not null,
    refdb_version text not null
);
comment on table refdb.migration is 'One row for each migration that refdb applied, beside its row in _yoyo_migration.';
comment on column refdb.migration.apply_checksum is 'SHA-256 of the apply file with LF line ends and no byte-order mark.';
comment on column refdb.migration.rollback_checksum is 'SHA-256 of the rollback file; null where the migration is irreversible.';
comment on column refdb.migration.apply_text is 'The apply file as it was run.';
comment on column refdb.migration.rollback_text is 'The rollback file as it was when the migration was applied.';
comment on column refdb.migration.duration_ms is 'Milliseconds that its statements took.';
comment on column refdb.migration.applied_by is 'The operating system''s user who ran refdb.';
comment on column refdb.migration.applied_as is 'The role that refdb logged in as.';
comment on column refdb.migration.host is 'The machine that refdb ran on.';

create table if not exists refdb.step (
    migration_id text not null,
    direction text not null constraint step_direction_check check (direction in ('apply', 'rollback')),
    position integer not null,
    statement_checksum text not null,
    started_at timestamptz not null default clock_timestamp(),
    finished_at timestamptz,
    rows_done bigint not null default 0,
    constraint step_pkey primary key (migration_id, direction, position)
);
comment on table refdb.step is 'The statements of a non-transactional migration that has begun and has not ended.';
comment on column refdb.step.position is 'Which statement of the file, counted from 1.';
comment on column refdb.step.finished_at is 'Null while the statement runs, or when it was interrupted.';
comment on column refdb.step.rows_done is 'Rows that a repeated statement has changed so far.';

create table if not exists refdb.object (
    kind text not null constraint object_kind_check check (kind in ('function', 'view', 'trigger')),
    name text not null,
    definition text not null,
    server_major integer not null,
    migration_id text not null,
    recorded_at timestamptz not null default clock_timestamp(),
    marked oid,
    constraint object_key unique (kind, name) deferrable initially deferred
);
comment on table refdb.object is 'The functions, views and triggers that migrations made, as they left them.';
comment on column refdb.object.definition is 'As the server writes it; a hot fix made by hand is another one.';
comment on column refdb.object.server_major is 'The server that wrote it: another version may write it otherwise.';
comment on column refdb.object.migration_id is 'The migration that was applied or rolled back when it became so.';
comment on column refdb.object.marked is 'Its oid while a migration is under way that may change it.';

create table if not exists refdb.overwritten (
    id integer generated always as identity constraint overwritten_pkey primary key,
    kind text not null,
    name text not null,
    definition text not null,
    migration_id text not null,
    direction text not null,
    overwritten_at timestamptz not null default clock_timestamp()
);
comment on table refdb.overwritten is 'Definitions made by hand that a migration replaced with --overwrite.';

create table if not exists refdb.redo (
    migration_id text not null constraint redo_pkey primary key,
    is_done boolean not null default false
);
comment on table refdb.redo is 'The migrations of a redo that is under way: rolled back, and owed to be applied again.';
comment on column refdb.redo.is_done is 'Whether it is applied again.';
