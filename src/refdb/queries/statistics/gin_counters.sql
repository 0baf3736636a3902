-- The counters in the first page of each named GIN index.
select
    given.name,
    (page.meta).n_pending_pages,
    (page.meta).n_pending_tuples,
    (page.meta).n_total_pages,
    (page.meta).n_entry_pages,
    (page.meta).n_data_pages,
    (page.meta).n_entries
from unnest(%(names)s::text[]) as given (name)
cross join lateral (
    select {schema}.gin_metapage_info({schema}.get_raw_page(given.name, 0)) as meta
) as page
