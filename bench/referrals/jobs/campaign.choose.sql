-- Up to a hundred referrals of the campaign that has most to process.
with open as (
    select
        referral.id,
        referral.campaign_id
    from public.student_referrals as referral
    where
        referral.status = 'contacted'
        and referral.campaign_id is not null
        and referral.deleted_at is null
)

select array_agg(chosen.id)
from (
    select open.id
    from open
    where
        open.campaign_id = (
            select other.campaign_id
            from open as other
            group by other.campaign_id
            order by
                count(*) desc,
                other.campaign_id
            limit 1
        )
    order by md5(open.id::text)
    limit 100
) as chosen
