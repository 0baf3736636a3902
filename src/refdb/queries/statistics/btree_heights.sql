-- The height of each named B-tree, from its first page.
select given.name, (page.meta).fastlevel::integer
from unnest(%(names)s::text[]) as given (name)
cross join lateral (select {schema}.bt_metap(given.name) as meta) as page
