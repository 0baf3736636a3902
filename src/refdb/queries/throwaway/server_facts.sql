-- Answers what a server is, and whether this role may create databases on it.
select
    current_setting('server_version_num')::integer / 10000,
    split_part(current_setting('server_version'), ' ', 1),
    current_user::text,
    r.rolcreatedb or r.rolsuper,
    (select d.oid::bigint from pg_catalog.pg_database as d where d.datname = current_database())
from pg_catalog.pg_roles as r
where r.rolname = current_user;
