-- expect: index only students_organization_id_status_where_live_idx
-- expect: index only user_rankings_organization_id_total_points_where_student_idx
-- expect: index only points_transactions_organization_id_created_at_idx
-- expect: index only student_achievements_organization_id_earned_at_idx
-- expect: index only user_goals_organization_id_status_due_date_idx
-- forbid: seq scan on students
-- forbid: seq scan on user_rankings
-- forbid: seq scan on points_transactions
-- forbid: seq scan on student_achievements
-- forbid: seq scan on user_goals
-- params: uuid, timestamptz, integer

-- Every figure comes from an index alone. The teachers are not promised: they fill two pages.
select
    dashboard.active_students,
    dashboard.active_teachers,
    dashboard.average_points,
    dashboard.recent_points,
    dashboard.recent_achievements,
    dashboard.active_goals,
    dashboard.overdue_goals
from public.get_admin_dashboard($1, $2, $3) as dashboard;
