-- expect: index student_achievements_pkey
-- forbid: seq scan on user_rankings
-- forbid: seq scan on student_achievements
-- params: uuid, uuid

-- One ranking and the catalogue, then one look for each achievement. The catalogue itself is a page
-- or two, so that it may be read as a whole.
select
    achievement.achievement_id,
    achievement.code,
    achievement.progress_percent,
    achievement.is_met,
    achievement.times_earned,
    achievement.last_earned_at
from public.check_user_achievements($1, $2) as achievement;
