-- why: A school's ranking is read from an index alone, and its average from one a sixth as large,
--   which is more than the wider rows and the larger ledger have cost both.
-- depends: 0053_read_progress_from_numbers
-- transactional: false

create index concurrently user_rankings_organization_id_total_points_student_id_new_idx
    on public.user_rankings (organization_id, total_points desc, student_id)
    include (available_coins, current_level);
drop index concurrently public.user_rankings_organization_id_total_points_student_id_idx;
alter index public.user_rankings_organization_id_total_points_student_id_new_idx
    rename to user_rankings_organization_id_total_points_student_id_idx;

-- Equal points share an entry. Nulls first, though there are none: so no query for an order takes
-- this index, from which it would have to read the rows as well.
create index concurrently user_rankings_organization_id_total_points_where_student_idx
    on public.user_rankings (organization_id, total_points nulls first)
    where student_id is not null;
comment on index public.user_rankings_organization_id_total_points_where_student_idx is
    'For sums over an organization''s students; in an order that no query asks for.';
