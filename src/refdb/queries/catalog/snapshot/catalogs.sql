-- The server's catalogs that entries stand in: what an oid is an oid of.
select
    catalog::oid as oid,
    catalog::text as name
from unnest(
    '{
        pg_am, pg_cast, pg_class, pg_collation, pg_constraint, pg_conversion, pg_default_acl,
        pg_event_trigger, pg_extension, pg_foreign_data_wrapper, pg_foreign_server, pg_language,
        pg_namespace, pg_opclass, pg_operator, pg_opfamily, pg_policy, pg_proc, pg_publication,
        pg_rewrite, pg_statistic_ext, pg_subscription, pg_transform, pg_trigger, pg_ts_config,
        pg_ts_dict, pg_ts_parser, pg_ts_template, pg_type, pg_user_mapping
    }'::regclass[]
) as catalog
