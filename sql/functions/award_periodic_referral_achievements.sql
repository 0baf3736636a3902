-- purpose: Gives referrers what takes months or rates to judge: monthly, streak and quality.
-- volatile: writes achievements, the ledger and the rankings
-- requires: pay_referral_achievements

-- Its metrics, beside those of award_referral_achievements: successful_referrals_in_month
-- (enrollments of one month, by their date), consecutive_referral_months (months in a row with a
-- referral, by the day on which it was made) and referral_conversion_rate. An achievement that is
-- recurring is earned once a month, and only by the first of these. Months before p_since earn
-- nothing: the work names the month that it is about, so that it may be done late or twice.
--
-- Whoever awards holds the user's ranking, so nothing is earned twice. A ranking that somebody
-- else holds is not waited for: the worker has those of other work already, in another order.
create or replace function public.award_periodic_referral_achievements(
    p_organization_id uuid,
    p_user_ids uuid[],
    p_since date
)
returns integer
language plpgsql
volatile
parallel unsafe
called on null input
security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_earned public.student_achievements[];
begin
    perform
    from public.user_rankings as ranking
    where
        ranking.user_id = any(p_user_ids)
        and ranking.organization_id = p_organization_id
    order by ranking.user_id
    for no key update nowait;

    with candidate as (
        select
            ranking.user_id,
            ranking.user_type,
            ranking.total_referrals,
            ranking.successful_referrals,
            ranking.referral_points_earned,
            ranking.referral_conversion_rate,
            ranking.total_points
        from public.user_rankings as ranking
        where
            ranking.user_id = any(p_user_ids)
            and ranking.organization_id = p_organization_id
    ),
    achievement as (
        select
            catalogue.id,
            catalogue.target_user_type,
            catalogue.is_recurring,
            catalogue.points_reward,
            catalogue.coins_reward,
            catalogue.requirements,
            (catalogue.requirements ->> 'successful_referrals_in_month')::numeric as month_successes,
            (catalogue.requirements ->> 'consecutive_referral_months')::numeric as streak_months
        from public.achievements as catalogue
        where
            catalogue.category = 'referral'
            and catalogue.is_active
            and (
                catalogue.organization_id = p_organization_id
                or catalogue.organization_id is null
            )
            and case
                when catalogue.is_recurring
                    then catalogue.requirements ? 'successful_referrals_in_month'
                else catalogue.requirements ?| array[
                    'successful_referrals_in_month',
                    'consecutive_referral_months',
                    'referral_conversion_rate'
                ]
            end
            and catalogue.requirements - array[
                'total_referrals',
                'successful_referrals',
                'referral_points_earned',
                'referral_conversion_rate',
                'total_points',
                'successful_referrals_in_month',
                'consecutive_referral_months'
            ] = '{}'
    ),
    success_month as (
        select
            referral.referrer_id as user_id,
            date_trunc('month', referral.enrollment_date::timestamp)::date as month,
            count(*) as successes
        from public.student_referrals as referral
        where
            referral.referrer_id = any(p_user_ids)
            and referral.organization_id = p_organization_id
            and referral.status = 'enrolled'
            and referral.enrollment_date >= p_since
        group by
            referral.referrer_id,
            month
    ),
    referral_month as (
        select distinct
            referral.referrer_id as user_id,
            date_trunc('month', referral.created_at at time zone organization.timezone)::date
                as month
        from public.student_referrals as referral
        inner join public.organizations as organization
            on organization.id = referral.organization_id
        where
            referral.referrer_id = any(p_user_ids)
            and referral.organization_id = p_organization_id
            and referral.deleted_at is null
    ),
    -- Months in a row have the same distance to their number in the row.
    streak as (
        select
            in_a_row.user_id,
            max(in_a_row.months) as months
        from (
            select
                numbered.user_id,
                count(*) as months
            from (
                select
                    referral_month.user_id,
                    referral_month.month,
                    referral_month.month - make_interval(
                        months => (
                            row_number() over (
                                partition by referral_month.user_id
                                order by referral_month.month
                            )
                        )::integer
                    ) as anchor
                from referral_month
            ) as numbered
            group by
                numbered.user_id,
                numbered.anchor
            having max(numbered.month) >= p_since
        ) as in_a_row
        group by in_a_row.user_id
    ),
    reached as (
        select
            candidate.user_id,
            achievement.id as achievement_id,
            achievement.points_reward,
            achievement.coins_reward,
            case
                when achievement.is_recurring then to_char(success_month.month, 'YYYY-MM')
                else 'once'
            end as period
        from candidate
        inner join achievement
            on achievement.target_user_type in (candidate.user_type, 'both')
        left join success_month
            on
                success_month.user_id = candidate.user_id
                and success_month.successes >= achievement.month_successes
        left join streak
            on streak.user_id = candidate.user_id
        where
            (achievement.month_successes is null or success_month.month is not null)
            and (
                achievement.streak_months is null
                or streak.months >= achievement.streak_months
            )
            and (
                candidate.total_referrals
                < (achievement.requirements ->> 'total_referrals')::numeric
            ) is not true
            and (
                candidate.successful_referrals
                < (achievement.requirements ->> 'successful_referrals')::numeric
            ) is not true
            and (
                candidate.referral_points_earned
                < (achievement.requirements ->> 'referral_points_earned')::numeric
            ) is not true
            and (
                coalesce(candidate.referral_conversion_rate, 0)
                < (achievement.requirements ->> 'referral_conversion_rate')::numeric
            ) is not true
            and (
                candidate.total_points
                < (achievement.requirements ->> 'total_points')::numeric
            ) is not true
        group by
            candidate.user_id,
            achievement.id,
            achievement.points_reward,
            achievement.coins_reward,
            period
    ),
    earned as (
        insert into public.student_achievements (
            user_id,
            organization_id,
            achievement_id,
            period,
            points_awarded,
            coins_awarded
        )
        select
            reached.user_id,
            p_organization_id,
            reached.achievement_id,
            reached.period,
            reached.points_reward,
            reached.coins_reward
        from reached
        order by
            reached.user_id,
            reached.achievement_id,
            reached.period
        on conflict do nothing
        returning student_achievements
    )
    select array_agg(earned.student_achievements)
    into v_earned
    from earned;

    if v_earned is null then
        return 0;
    end if;

    perform public.pay_referral_achievements(v_earned);

    return cardinality(v_earned);
end;
$$;

comment on function public.award_periodic_referral_achievements(uuid, uuid[], date) is
    'Awards monthly, streak and quality achievements of the months from p_since on, each once a'
    ' user and period; returns how many; fails at once when a ranking is locked.';

revoke all on function public.award_periodic_referral_achievements(uuid, uuid[], date) from public;
