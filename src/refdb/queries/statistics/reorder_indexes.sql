-- Gives indexes other numbers, wherever the catalog names them; ties between plans are settled by these.
with given as (
    select old, new
    from json_to_recordset(%(rows)s::json) as given (old oid, new oid)
), class as (
    update pg_catalog.pg_class as one set oid = given.new
    from given where one.oid = given.old
), attribute as (
    update pg_catalog.pg_attribute as one set attrelid = given.new
    from given where one.attrelid = given.old
), index as (
    update pg_catalog.pg_index as one set indexrelid = given.new
    from given where one.indexrelid = given.old
), statistic as (
    update pg_catalog.pg_statistic as one set starelid = given.new
    from given where one.starelid = given.old
), constraints as (
    update pg_catalog.pg_constraint as one set conindid = given.new
    from given where one.conindid = given.old
), description as (
    update pg_catalog.pg_description as one set objoid = given.new
    from given where one.objoid = given.old and one.classoid = 'pg_catalog.pg_class'::regclass
), inherits as (
    update pg_catalog.pg_inherits as one
    set
        inhrelid = coalesce(child.new, one.inhrelid),
        inhparent = coalesce(parent.new, one.inhparent)
    from pg_catalog.pg_inherits as same
    left join given as child on child.old = same.inhrelid
    left join given as parent on parent.old = same.inhparent
    where
        one.inhrelid = same.inhrelid
        and one.inhseqno = same.inhseqno
        and (child.new is not null or parent.new is not null)
)
update pg_catalog.pg_depend as one
set
    objid = coalesce(held.new, one.objid),
    refobjid = coalesce(holder.new, one.refobjid)
from pg_catalog.pg_depend as same
left join given as held
    on held.old = same.objid and same.classid = 'pg_catalog.pg_class'::regclass
left join given as holder
    on holder.old = same.refobjid and same.refclassid = 'pg_catalog.pg_class'::regclass
where one.ctid = same.ctid and (held.new is not null or holder.new is not null)
