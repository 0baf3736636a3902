-- expect: index only user_rankings_organization_id_total_points_student_id_idx
-- expect: index students_pkey
-- forbid: seq scan on user_rankings
-- forbid: seq scan on students
-- forbid: node Sort
-- params: uuid, integer

-- The index gives the points' order, so the limit ends the scan after a page of students; only
-- students with equal points are still sorted among themselves.
select
    ranking.rank,
    ranking.student_id,
    ranking.full_name,
    ranking.total_points,
    ranking.available_coins,
    ranking.current_level
from public.get_student_rankings($1, $2) as ranking;
