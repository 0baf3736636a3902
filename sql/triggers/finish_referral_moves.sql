-- purpose: Does the work of a statement that moved statuses once, however many rows it moved.
-- requires: finish_referral_moves

-- A statement's trigger fires after those of its rows.
create or replace trigger finish_referral_moves
after update of status on public.student_referrals
for each statement
execute function public.finish_referral_moves();

comment on trigger finish_referral_moves on public.student_referrals is
    'Award, ranking, achievements, leaderboards, notification and outbox for the referrals that a'
    ' statement moved.';
