-- purpose: Does what follows from the status moves of a statement, as one set.
-- volatile: a trigger function
-- requires: award_referrals, announce_ranking_changes, enqueue_referral_work

-- Settings as in award_referrals, for its reasons.
create or replace function public.finish_referral_moves()
returns trigger
language plpgsql
volatile
parallel unsafe
called on null input
security invoker
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
set enable_seqscan = off
as $$
declare
    v_noted integer
        := coalesce(nullif(current_setting('referral_moves.noted', true), ''), '0')::integer;
    v_ids uuid[];
    v_enrolled_ids uuid[];
    v_other_ids uuid[];
    v_organization_ids uuid[];
begin
    -- A statement that sets statuses to what they are.
    if v_noted = 0 then
        return null;
    end if;

    select
        string_to_array(
            string_agg(current_setting('referral_moves.list_' || list.number), ','),
            ','
        )::uuid[]
    into v_ids
    from generate_series(0, (v_noted - 1) / 100) as list (number);

    -- Before anything else: what follows may update referrals, and end here again.
    perform set_config('referral_moves.noted', '', true);

    -- In the order in which the rows were updated, which is that of their awards.
    select
        array_agg(moved.id order by moved.place) filter (where moved.status = 'enrolled'),
        array_agg(moved.id) filter (where moved.status <> 'enrolled'),
        array_agg(distinct moved.organization_id) filter (where moved.status <> 'enrolled')
    into
        v_enrolled_ids,
        v_other_ids,
        v_organization_ids
    from (
        select
            referral.id,
            referral.organization_id,
            referral.status,
            min(noted.place) as place
        from unnest(v_ids) with ordinality as noted (id, place)
        inner join public.student_referrals as referral
            on referral.id = noted.id
        where referral.points_transaction_id is null
        -- The key of a partitioned table; of a plain one, the first of them would do.
        group by
            referral.id,
            referral.organization_id
    ) as moved;

    if v_enrolled_ids is not null then
        perform public.award_referrals(v_enrolled_ids);
    end if;

    -- Only an enrollment changes a number; the others are news all the same.
    if v_other_ids is not null then
        perform public.announce_ranking_changes(v_organization_ids);
        perform public.enqueue_referral_work(v_other_ids);
    end if;

    return null;
end;
$$;

comment on function public.finish_referral_moves() is
    'Trigger function: awards the enrolled referrals that update_referral_ranking_optimized has'
    ' noted, announces, and enters the work that may wait.';

revoke all on function public.finish_referral_moves() from public;
