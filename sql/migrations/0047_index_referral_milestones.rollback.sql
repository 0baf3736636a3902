-- loses: nothing
-- transactional: false

drop index concurrently public.achievements_organization_id_where_milestone_idx;
