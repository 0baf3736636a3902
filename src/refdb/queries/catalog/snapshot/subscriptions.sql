-- Subscriptions of this database, without how they connect: that holds a password.
select
    'subscription' as kind,
    null::oid as space,
    quote_ident(sub.subname) as name,
    null::text as suffix,
    sub.oid as objid,
    quote_ident(pg_get_userbyid(sub.subowner)) as owner,
    (select array_agg(pub order by pub) from unnest(sub.subpublications) as pub) as publications,
    nullif(not sub.subpasswordrequired, false) as passwordless,
    array_remove(
        array[
            'streaming=' || case
                when sub.substream in ('t', 'true') then 'on'
                when sub.substream = 'p' then 'parallel'
                else 'off'
            end,
            case when sub.subbinary then 'binary=true' end,
            case when sub.subtwophasestate <> 'd' then 'two_phase=true' end,
            case when sub.subdisableonerr then 'disable_on_error=true' end,
            'synchronous_commit=' || nullif(sub.subsynccommit, 'off'),
            'origin=' || nullif(sub.suborigin, 'any'),
            case when sub.subrunasowner then 'run_as_owner=true' end,
            case when sub.subfailover then 'failover=true' end
        ],
        null
    ) as options
-- Before 16 and 17 some of these columns are not there: the names then mean the ones outside the
-- subquery.
from (
    select
        'any' as suborigin,
        true as subpasswordrequired,
        false as subrunasowner,
        false as subfailover
) as before_17
cross join lateral (
    select
        oid,
        subdbid,
        subname,
        subowner,
        subpublications,
        subbinary,
        substream::text as substream,
        subtwophasestate,
        subdisableonerr,
        subsynccommit,
        suborigin,
        subpasswordrequired,
        subrunasowner,
        subfailover
    from pg_subscription
) as sub
inner join pg_database as db on sub.subdbid = db.oid
where db.datname = current_database()
