-- loses: nothing
-- transactional: false

drop index concurrently public.user_rankings_organization_id_total_points_where_student_idx;

create index concurrently user_rankings_organization_id_total_points_student_id_new_idx
    on public.user_rankings (organization_id, total_points desc, student_id);
drop index concurrently public.user_rankings_organization_id_total_points_student_id_idx;
alter index public.user_rankings_organization_id_total_points_student_id_new_idx
    rename to user_rankings_organization_id_total_points_student_id_idx;
