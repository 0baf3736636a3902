-- Settings that sessions begin with in this database: everybody's, and single roles'.
select
    'settings' as kind,
    null::oid as space,
    '' as name,
    coalesce('of role ' || quote_ident(role.rolname), 'of the database') as suffix,
    given.setrole as objid,
    given.setconfig as settings
from pg_db_role_setting as given
inner join pg_database as db on given.setdatabase = db.oid
left join pg_roles as role on given.setrole = role.oid
where
    db.datname = current_database()
    and (given.setrole = 0 or role.oid is not null)
