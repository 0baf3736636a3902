-- Objects that go with an extension, though it did not bring them (depends on extension).
select
    depend.classid as catalog,
    depend.objid,
    depend.objsubid as subid,
    array_agg(quote_ident(extension.extname) order by extension.extname) as depends_on_extensions
from pg_depend as depend
inner join pg_extension as extension on depend.refobjid = extension.oid
where depend.refclassid = 'pg_extension'::regclass and depend.deptype = 'x'
group by depend.classid, depend.objid, depend.objsubid
