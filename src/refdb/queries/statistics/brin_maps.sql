-- The pages of the map of ranges of each named BRIN index.
select given.name, (page.meta).lastrevmappage::integer
from unnest(%(names)s::text[]) as given (name)
cross join lateral (
    select {schema}.brin_metapage_info({schema}.get_raw_page(given.name, 0)) as meta
) as page
