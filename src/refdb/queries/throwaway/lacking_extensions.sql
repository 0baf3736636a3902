-- Answers which of the extensions with these names a server does not have, in order of name.
select wanted.name
from unnest(%s::text[]) as wanted (name)
where wanted.name not in (select a.name from pg_catalog.pg_available_extensions as a)
order by wanted.name;
