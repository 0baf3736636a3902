-- why: An award entered its organization's key twice: by itself, and with its user, whose ranking
--   has that organization and its key.
-- depends: 0059_award_referrals_with_fewer_writes

-- Both columns of (user_id, organization_id) are never null, so each row has a ranking, and each
-- ranking has its organization. Only a check that could not fail goes.
alter table public.points_transactions
    drop constraint points_transactions_organization_id_fkey;
alter table public.student_achievements
    drop constraint student_achievements_organization_id_fkey;
