-- Records a rolled back migration: yoyo's row and refdb's go, yoyo's log gains one.
with stale as (
    delete from refdb.step
    where migration_id = %(id)s
), forgotten as (
    delete from refdb.migration
    where id = %(id)s
), unmarked as (
    delete from public._yoyo_migration
    where migration_hash = %(hash)s
)

insert into public._yoyo_log (
    id, migration_hash, migration_id, operation, username, hostname, created_at_utc
)
values (
    %(log_id)s, %(hash)s, %(id)s, 'rollback', %(user)s, %(host)s,
    timezone('utc', clock_timestamp())
)
