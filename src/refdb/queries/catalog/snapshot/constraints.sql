-- Constraints of tables. The definition is without its state: not valid, not enforced.
-- pg_get_constraintdef looks each constraint up by itself. Most keys have no more than columns and
-- actions: their definition is what stands before the columns; those come by number, then the name
-- of what a foreign key refers to with its columns' numbers, and what comes behind.
select
    quote_ident(con.conname) as name,
    con.oid as objid,
    con.conrelid as relation,
    case con.contype
        when 'p' then 'primary key'
        when 'u' then 'unique'
        when 'c' then 'check'
        when 'f' then 'foreign key'
        when 'x' then 'exclude'
    end as type,
    case
        when con.contype = 'c'
            then
                'CHECK (' || pg_get_expr(con.conbin, con.conrelid)
                || case when con.connoinherit then ') NO INHERIT' else ')' end
        when not con.is_plain
            then regexp_replace(pg_get_constraintdef(con.oid), ' NOT (VALID|ENFORCED)$', '')
        when con.contype = 'p' then 'PRIMARY KEY ('
        when con.contype = 'u' then 'UNIQUE ('
        else 'FOREIGN KEY ('
    end as definition,
    case when con.contype <> 'c' and con.is_plain then con.conkey end as columns,
    nullif(con.confrelid, 0) as other,
    nullif(con.confrelid, 0)::regclass::text as other_name,
    con.confkey as other_columns,
    case
        when
            con.confupdtype not in ('a', ' ')
            or con.confdeltype not in ('a', ' ')
            or con.condeferrable
            then
                case con.confupdtype
                    when 'r' then ' ON UPDATE RESTRICT'
                    when 'c' then ' ON UPDATE CASCADE'
                    when 'n' then ' ON UPDATE SET NULL'
                    when 'd' then ' ON UPDATE SET DEFAULT'
                    else ''
                end
                || case con.confdeltype
                    when 'r' then ' ON DELETE RESTRICT'
                    when 'c' then ' ON DELETE CASCADE'
                    when 'n' then ' ON DELETE SET NULL'
                    when 'd' then ' ON DELETE SET DEFAULT'
                    else ''
                end
                || case when con.condeferrable then ' DEFERRABLE' else '' end
                || case when con.condeferred then ' INITIALLY DEFERRED' else '' end
    end as behind,
    case
        when
            not con.convalidated
            or not con.conenforced
            or not con.conislocal
            or con.conparentid <> 0
            then
                jsonb_build_object(
                    'not_valid', nullif(con.conenforced and not con.convalidated, false),
                    'not_enforced', nullif(not con.conenforced, false),
                    'inherited', nullif(not con.conislocal, false),
                    'copy_of', (
                        select original.conrelid::regclass::text || '.' || quote_ident(original.conname)
                        from pg_constraint as original
                        where original.oid = con.conparentid
                    )
                )
    end as more
-- Before 18 there are no columns conenforced and conperiod: the names then mean the ones outside
-- the subquery.
from (
    select
        true as conenforced,
        false as conperiod
) as before_18
cross join lateral (
    select
        own.oid,
        own.conrelid,
        own.conname,
        own.contype,
        own.conkey,
        own.confrelid,
        own.confkey,
        own.confupdtype,
        own.confdeltype,
        own.condeferrable,
        own.condeferred,
        own.convalidated,
        own.conislocal,
        own.conparentid,
        own.conbin,
        own.connoinherit,
        conenforced,
        (
            (own.contype = 'f' and own.confmatchtype = 's' and own.confdelsetcols is null)
            or (
                own.contype in ('p', 'u')
                and index.indnkeyatts = index.indnatts
                and not index.indnullsnotdistinct
            )
        )
        and not conperiod as is_plain
    from pg_constraint as own
    left join pg_index as index on own.conindid = index.indexrelid
    where own.contype in ('p', 'u', 'c', 'f', 'x') and own.conrelid <> 0 and own.oid >= 16384
) as con
-- A foreign key to a partitioned table has one more for each partition there, all of one table.
where
    con.conparentid = 0
    or not exists (
        select
        from pg_constraint as original
        where original.oid = con.conparentid and original.conrelid = con.conrelid
    )
