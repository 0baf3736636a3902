-- Publications, table by table with columns and filter.
select
    'publication' as kind,
    null::oid as space,
    quote_ident(pub.pubname) as name,
    null::text as suffix,
    pub.oid as objid,
    quote_ident(pg_get_userbyid(pub.pubowner)) as owner,
    nullif(pub.puballtables, false) as all_tables,
    array_remove(
        array[
            case when pub.pubinsert then 'insert' end,
            case when pub.pubupdate then 'update' end,
            case when pub.pubdelete then 'delete' end,
            case when pub.pubtruncate then 'truncate' end
        ],
        null
    ) as publish,
    nullif(pub.pubviaroot, false) as via_root,
    case pub.pubgencols when 's' then 'stored' end as generated_columns,
    (
        select
            jsonb_object_agg(
                shown.prrelid::regclass,
                concat_ws(
                    ' ',
                    '(' || (
                        select string_agg(quote_ident(col.attname), ', ' order by col.attnum)
                        from pg_attribute as col
                        where col.attrelid = shown.prrelid and col.attnum = any(shown.prattrs)
                    ) || ')',
                    'where (' || pg_get_expr(shown.prqual, shown.prrelid) || ')'
                )
            )
        from pg_publication_rel as shown
        where shown.prpubid = pub.oid
    ) as tables,
    (
        select array_agg(part.pnnspid::regnamespace::text order by part.pnnspid::regnamespace::text)
        from pg_publication_namespace as part
        where part.pnpubid = pub.oid
    ) as schemas
-- Before 18 there is no column pubgencols: the name then means the one outside the subquery.
from (select 'n' as pubgencols) as before_18
cross join lateral (
    select
        oid,
        pubname,
        pubowner,
        puballtables,
        pubinsert,
        pubupdate,
        pubdelete,
        pubtruncate,
        pubviaroot,
        pubgencols::text as pubgencols
    from pg_publication
) as pub
