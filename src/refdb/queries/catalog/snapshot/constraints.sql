-- Constraints of tables. The definition is without its state: not valid, not enforced.
-- pg_get_constraintdef looks each constraint up by itself. Most keys have no more than columns and
-- actions: theirs is written here up to the columns, and those stand in keys: the table's and their
-- numbers, the same of what a foreign key refers to and its name, and what comes behind.
select
    'constraint' as kind,
    quote_ident(con.conname) as name,
    con.oid as objid,
    0 as subid,
    con.conrelid as holder,
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
        when con.is_plain
            then
                case con.contype
                    when 'p' then 'PRIMARY KEY ('
                    when 'u' then 'UNIQUE ('
                    else 'FOREIGN KEY ('
                end
        when con.convalidated then pg_get_constraintdef(con.oid)
        else regexp_replace(pg_get_constraintdef(con.oid), ' NOT (VALID|ENFORCED)$', '')
    end as definition,
    case
        when con.contype <> 'c' and con.is_plain
            then
                con.conrelid || '|' || array_to_string(con.conkey, ' ')
                || '|' || con.confrelid || '|' || coalesce(array_to_string(con.confkey, ' '), '')
                || '|' || case
                    when con.contype <> 'f' then ''
                    else
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
                end
                || case when con.condeferrable then ' DEFERRABLE' else '' end
                || case when con.condeferred then ' INITIALLY DEFERRED' else '' end
                || '|' || case
                    when con.contype = 'f' then con.confrelid::regclass::text
                    else ''
                end
    end as keys,
    case when con.conenforced and not con.convalidated then true end as not_valid,
    case when not con.conenforced then true end as not_enforced,
    case when not con.conislocal then true end as inherited,
    original.conrelid::regclass::text || '.' || quote_ident(original.conname) as copy_of
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
left join pg_constraint as original on con.conparentid = original.oid
-- A foreign key to a partitioned table has one more for each partition there, all of one table.
where original.conrelid is distinct from con.conrelid
