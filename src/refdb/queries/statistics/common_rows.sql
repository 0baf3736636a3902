-- The most common combinations as the server keeps them, and which one is where in them.
select
    data.stxdmcv::bytea as bytes,
    (
        select json_agg(item.values order by item.index)
        from pg_mcv_list_items(data.stxdmcv) as item
    ) as items
from pg_catalog.pg_statistic_ext_data as data
join pg_catalog.pg_statistic_ext as object on object.oid = data.stxoid
where object.stxname = %(name)s and object.stxnamespace = 'refdb_ends'::regnamespace
