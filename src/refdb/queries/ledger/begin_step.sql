-- Records the intent to run one statement of a non-transactional migration.
insert into refdb.step (migration_id, direction, position, statement_checksum)
values (%(id)s, %(direction)s, %(position)s, %(checksum)s)
on conflict (migration_id, direction, position) do update set
    statement_checksum = excluded.statement_checksum,
    started_at = excluded.started_at,
    finished_at = null
