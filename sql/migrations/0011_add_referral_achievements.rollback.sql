-- loses: the shared referral achievements, and in student_achievements who earned them; the coins
--   given stay given

delete from public.student_achievements as earned
using public.achievements as achievement
where
    achievement.id = earned.achievement_id
    and achievement.organization_id is null
    and achievement.category = 'referral';

delete from public.achievements
where organization_id is null and category = 'referral';
