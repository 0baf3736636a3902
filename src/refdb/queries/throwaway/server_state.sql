-- Answers the transaction that comes next, how many sessions are in a database, and a hash of what
-- belongs to a whole server: roles, settings, tablespaces, others' databases, slots, origins. What
-- belongs to clones goes with them.
with clone as (
    select d.oid from pg_database as d where d.datname ~ %(clones)s
)
select
    pg_snapshot_xmax(pg_current_snapshot())::text::bigint,
    (
        select count(*)
        from pg_stat_get_activity(null) as a
        inner join pg_database as d on d.oid = a.datid
        where d.datname = %(name)s
    ),
    md5(
        concat_ws(
            e'\n',
            (select string_agg(t::text, ' ' order by t.oid) from pg_authid as t),
            (select string_agg(t::text, ' ' order by t.roleid, t.member) from pg_auth_members as t),
            (
                select string_agg(t::text, ' ' order by t.setdatabase, t.setrole)
                from pg_db_role_setting as t
                where t.setdatabase not in (select c.oid from clone as c)
            ),
            (
                select
                    string_agg(
                        concat(t.oid, t.datname, t.datdba, t.datacl, t.datallowconn, t.datconnlimit),
                        ' ' order by t.oid
                    )
                from pg_database as t
                where t.oid not in (select c.oid from clone as c)
            ),
            (select string_agg(t::text, ' ' order by t.oid) from pg_tablespace as t),
            (select string_agg(t::text, ' ' order by t.oid) from pg_parameter_acl as t),
            (
                select string_agg(t::text, ' ' order by t.classoid, t.objoid)
                from pg_shdescription as t
                where t.classoid in ('pg_authid'::regclass, 'pg_tablespace'::regclass)
            ),
            (select string_agg(t::text, ' ' order by t.roident) from pg_replication_origin as t),
            (select string_agg(s.slot_name, ' ' order by s.slot_name) from pg_get_replication_slots() as s),
            (select string_agg(p.gid, ' ' order by p.gid) from pg_prepared_xact() as p),
            pg_conf_load_time(),
            pg_read_file('postgresql.auto.conf', 0, 1000000, true)
        )
    );
