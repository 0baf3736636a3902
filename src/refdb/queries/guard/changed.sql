-- Which of some objects are not as the ledger has them: what it has, and what is there.
select
    known.kind,
    live.oid,
    known.name,
    known.migration_id,
    known.definition,
    {definition}
from refdb.object as known
inner join ({live}) as live
    on known.kind = live.kind and known.name = live.name
where
    live.oid = any({oids})
    and known.marked is null
    and known.server_major = current_setting('server_version_num')::integer / 10000
    and known.definition <> {definition}
