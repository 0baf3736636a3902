-- Who holds the lock of the one refdb that may change this database.
select
    activity.pid,
    coalesce(activity.usename, '') as role,
    coalesce(activity.application_name, '') as application,
    coalesce(host(activity.client_addr), 'this machine') as client,
    coalesce(extract(epoch from clock_timestamp() - activity.backend_start), 0)::int as age_s
from pg_locks as locks
inner join pg_stat_activity as activity
    on locks.pid = activity.pid
where
    locks.locktype = 'advisory'
    and locks.granted
    and locks.database = (select oid from pg_database where datname = current_database())
    and locks.classid::bigint = hashtext('refdb')::bigint & 4294967295
    and locks.objid::bigint = hashtext('migrate')::bigint & 4294967295
