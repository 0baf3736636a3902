-- Text search configurations: kinds of tokens and the dictionaries that they go through.
select
    'text search configuration' as kind,
    config.cfgnamespace as space,
    quote_ident(config.cfgname) as name,
    null::text as suffix,
    config.oid as objid,
    quote_ident(pg_get_userbyid(config.cfgowner)) as owner,
    quote_ident(parser_space.nspname) || '.' || quote_ident(parser.prsname) as parser,
    (
        select jsonb_object_agg(token.alias, token.dictionaries)
        from (
            select
                kind.alias,
                jsonb_agg(map.mapdict::regdictionary::text order by map.mapseqno) as dictionaries
            from pg_ts_config_map as map
            inner join ts_token_type(config.cfgparser) as kind on map.maptokentype = kind.tokid
            where map.mapcfg = config.oid
            group by kind.alias
        ) as token
    ) as mappings
from pg_ts_config as config
inner join pg_ts_parser as parser on config.cfgparser = parser.oid
inner join pg_namespace as parser_space on parser.prsnamespace = parser_space.oid
where config.oid >= 16384
