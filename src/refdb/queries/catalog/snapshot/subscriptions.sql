-- Subscriptions of this database, without how they connect: that holds a password.
select
    'subscription' as kind,
    null::oid as space,
    quote_ident(sub.subname) as name,
    null::text as suffix,
    sub.oid as objid,
    quote_ident(pg_get_userbyid(sub.subowner)) as owner,
    (select array_agg(pub order by pub) from unnest(sub.subpublications) as pub) as publications
from pg_subscription as sub
inner join pg_database as db on sub.subdbid = db.oid
where db.datname = current_database()
