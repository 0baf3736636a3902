-- Sets for the session what a role that logs in to this database would find set.
select pg_catalog.set_config(split_part(one.setting, '=', 1), substr(one.setting, strpos(one.setting, '=') + 1), false)
from pg_catalog.pg_db_role_setting as given
inner join pg_catalog.pg_roles as role
    on role.oid = given.setrole
inner join pg_catalog.pg_database as here
    on here.datname = current_database()
cross join lateral unnest(given.setconfig) as one (setting)
where
    role.rolname = %(user)s
    and given.setdatabase in (0, here.oid)
order by given.setdatabase
