-- loses: nothing

-- Made by `refdb make` from the object files.

create or replace function public.check_user_achievements(
    p_user_id uuid,
    p_organization_id uuid
)
returns table (
    achievement_id uuid,
    code text,
    name text,
    category text,
    badge_color text,
    progress_percent integer,
    is_met boolean,
    times_earned bigint,
    last_earned_at timestamp with time zone
)
language sql
stable
parallel safe
called on null input
security invoker
begin atomic
 select achievement.id as achievement_id,
     achievement.code,
     achievement.name,
     achievement.category,
     achievement.badge_color,
     requirement.progress_percent,
     (requirement.progress_percent = 100) as is_met,
     coalesce(earned.times_earned, (0)::bigint) as times_earned,
     earned.last_earned_at
    from ((((public.user_rankings ranking
      cross join lateral ( select to_jsonb(ranking.*) as metrics
          offset 0) measured)
      join public.achievements achievement on ((((achievement.target_user_type = ranking.user_type) or (achievement.target_user_type = 'both'::text)) and ((achievement.organization_id = ranking.organization_id) or (achievement.organization_id is null)))))
      cross join lateral ( select (min(floor(((100)::numeric * least((1)::numeric, (coalesce(((measured.metrics ->> metric.key))::numeric, (0)::numeric) / ((achievement.requirements ->> metric.key))::numeric))))))::integer as progress_percent
            from ( select jsonb_object_keys(achievement.requirements) as key) metric) requirement)
      left join ( select student_achievement.achievement_id,
             count(*) as times_earned,
             max(student_achievement.earned_at) as last_earned_at
            from public.student_achievements student_achievement
           where ((student_achievement.user_id = check_user_achievements.p_user_id) and (student_achievement.organization_id = check_user_achievements.p_organization_id))
           group by student_achievement.achievement_id) earned on ((earned.achievement_id = achievement.id)))
   where ((ranking.user_id = check_user_achievements.p_user_id) and (ranking.organization_id = check_user_achievements.p_organization_id) and achievement.is_active)
   order by achievement.category, achievement.code, achievement.id;
end;
comment on function public.check_user_achievements(uuid, uuid) is
    'Progress of a user in percent (0 to 100) towards each achievement open to them.';
revoke all on function public.check_user_achievements(uuid, uuid) from public;
grant execute on function public.check_user_achievements(uuid, uuid) to referral_admin;
grant execute on function public.check_user_achievements(uuid, uuid) to referral_app;
grant execute on function public.check_user_achievements(uuid, uuid) to referral_readonly;

create or replace function public.get_user_goal_progress(
    p_user_id uuid,
    p_organization_id uuid,
    p_at timestamp with time zone default now()
)
returns table (
    goal_id uuid,
    title text,
    status text,
    current_value integer,
    target_value integer,
    progress_percent integer,
    due_date date,
    is_overdue boolean
)
language sql
stable
parallel safe
called on null input
security invoker
begin atomic
 select goal.id as goal_id,
     goal.title,
     goal.status,
     goal.current_value,
     goal.target_value,
     (least((100)::numeric, floor(((100.0 * (goal.current_value)::numeric) / (goal.target_value)::numeric))))::integer as progress_percent,
     goal.due_date,
     coalesce(((goal.status = 'active'::text) and (goal.due_date < ((get_user_goal_progress.p_at at time zone organization.timezone))::date)), false) as is_overdue
    from (public.user_goals goal
      join public.organizations organization on ((organization.id = goal.organization_id)))
   where ((goal.user_id = get_user_goal_progress.p_user_id) and (goal.organization_id = get_user_goal_progress.p_organization_id))
   order by goal.due_date, goal.created_at, goal.id;
end;
comment on function public.get_user_goal_progress(uuid, uuid, timestamp with time zone) is
    'Goals of a user, the most urgent first; progress in percent, from 0 to 100.';
revoke all on function public.get_user_goal_progress(uuid, uuid, timestamp with time zone) from public;
grant execute on function public.get_user_goal_progress(uuid, uuid, timestamp with time zone) to referral_admin;
grant execute on function public.get_user_goal_progress(uuid, uuid, timestamp with time zone) to referral_app;
grant execute on function public.get_user_goal_progress(uuid, uuid, timestamp with time zone) to referral_readonly;
