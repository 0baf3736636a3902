-- expect: index only student_achievements_pkey
-- forbid: seq scan on student_achievements
-- params: uuid, uuid, text, integer, integer, integer, integer

-- Asked with every new referral. The catalogue itself is a page or two, so that it may be read as a
-- whole.
select achievement.achievement_id
from public.find_due_referral_achievements($1, $2, $3, $4, $5, $6, $7) as achievement;
