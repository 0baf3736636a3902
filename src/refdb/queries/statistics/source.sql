-- Where statistics are read: server, encoding, locale, and what this user may read there.
select
    current_setting('server_version_num')::integer as version,
    pg_encoding_to_char(encoding) as encoding,
    case datlocprovider when 'i' then 'icu' when 'b' then 'builtin' else 'libc' end as provider,
    coalesce(
        nullif(
            case when datlocprovider = 'c' then null
            else coalesce(to_jsonb(database)->>'datlocale', to_jsonb(database)->>'daticulocale')
            end,
            ''
        ),
        datcollate
    ) as collate,
    datctype as ctype,
    current_setting('block_size')::integer as page,
    has_table_privilege('pg_catalog.pg_statistic', 'select') as may_read_all,
    has_table_privilege('pg_catalog.pg_statistic_ext_data', 'select') as may_read_extended,
    (
        has_function_privilege('pg_read_binary_file(text, bigint, bigint)', 'execute')
        and pg_has_role('pg_read_server_files', 'usage')
    ) as may_read_files,
    (
        select quote_ident(namespace.nspname)
        from pg_catalog.pg_extension as extension
        join pg_catalog.pg_namespace as namespace on namespace.oid = extension.extnamespace
        join pg_catalog.pg_proc as function
            on function.pronamespace = namespace.oid and function.proname = 'bt_metap'
        where
            extension.extname = 'pageinspect'
            and has_function_privilege(function.oid, 'execute')
            and has_schema_privilege(namespace.oid, 'usage')
        limit 1
    ) as pageinspect
from pg_catalog.pg_database as database
where datname = current_database()
