-- purpose: Plain original of update_referral_ranking_optimized: counts anew at each write.
-- volatile: a trigger function
-- requires: calculate_referral_points, get_referral_conversion_rate, award_referral_achievements,
--   announce_ranking_changes, enqueue_referral_work
-- allow: style/LT02 a line of the body is further in, and a body is changed by migrations only

create or replace function public.update_referral_ranking()
returns trigger
language plpgsql
volatile
parallel unsafe
called on null input
security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_referral record;
    v_points integer;
    v_transaction_id uuid;
    v_totals record;
begin
    v_referral := case when tg_op = 'DELETE' then old else new end;

    -- First the locks, then the counts: one made while waiting for a lock would be an old one.
    perform
    from public.referral_campaigns as campaign
    where campaign.id = v_referral.campaign_id
    for no key update;

    perform
    from public.user_rankings as ranking
    where
        ranking.user_id = v_referral.referrer_id
        and ranking.organization_id = v_referral.organization_id
    for no key update;

    if
        tg_op <> 'DELETE'
        and v_referral.status = 'enrolled'
        and v_referral.points_transaction_id is null
    then
        select points.total_points
        into v_points
        from public.calculate_referral_points(v_referral.id) as points;

        insert into public.points_transactions (
            organization_id,
            user_id,
            transaction_type,
            points_amount,
            category,
            subcategory,
            reference_type,
            reference_id
        )
        values (
            v_referral.organization_id,
            v_referral.referrer_id,
            'earned',
            v_points,
            'referral',
            'successful_enrollment',
            'student_referral',
            v_referral.id
        )
        returning id into v_transaction_id;

        update public.user_rankings as ranking
        set
            total_points = ranking.total_points + v_points,
            referral_points_earned = ranking.referral_points_earned + v_points
        where
            ranking.user_id = v_referral.referrer_id
            and ranking.organization_id = v_referral.organization_id;

        -- Fires this trigger again, for a referral that has its award.
        update public.student_referrals as referral
        set
            points_awarded = v_points,
            points_transaction_id = v_transaction_id,
            updated_at = now()
        where referral.id = v_referral.id;
    end if;

    select
        count(*) as total,
        count(*) filter (where referral.status = 'enrolled') as successful
    into v_totals
    from public.student_referrals as referral
    where
        referral.referrer_id = v_referral.referrer_id
        and referral.organization_id = v_referral.organization_id
        and referral.deleted_at is null;

    update public.user_rankings as ranking
    set
        total_referrals = v_totals.total,
        successful_referrals = v_totals.successful,
        referral_conversion_rate
            = public.get_referral_conversion_rate(v_totals.successful, v_totals.total),
        updated_at = now()
    where
        ranking.user_id = v_referral.referrer_id
        and ranking.organization_id = v_referral.organization_id;

    perform public.award_referral_achievements(array[v_referral.referrer_id]);

    delete from public.referral_leaderboard_cache as cache
    where cache.organization_id = v_referral.organization_id;

    perform public.announce_ranking_changes(array[v_referral.organization_id]);

    if tg_op <> 'DELETE' then
        perform public.enqueue_referral_work(array[v_referral.id]);
    end if;

    return null;
end;
$$;

comment on function public.update_referral_ranking() is
    'Trigger function: the plain form of update_referral_ranking_optimized, for every write.';

revoke all on function public.update_referral_ranking() from public;
