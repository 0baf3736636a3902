-- purpose: Plain original of bulk_process_referrals: one referral after the other.
-- volatile: changes referrals
-- requires: raise_referral_error

create or replace function public.process_referrals(p_referral_ids uuid[])
returns table (
    processed integer,
    failed integer,
    total_time_ms integer
)
language plpgsql
volatile
parallel unsafe
called on null input
security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_started_at timestamptz := clock_timestamp();
    v_id uuid;
    v_referral record;
begin
    if (cardinality(p_referral_ids) <= 10000) is not true then
        perform public.raise_referral_error(
            'RD010',
            format('The number of ids is %L.', cardinality(p_referral_ids))
        );
    end if;

    processed := 0;
    failed := 0;

    for v_id in
        select distinct requested.id
        from unnest(p_referral_ids) as requested (id)
        order by requested.id
    loop
        begin
            select
                referral.status,
                referral.points_transaction_id
            into v_referral
            from public.student_referrals as referral
            where
                referral.id = v_id
                and referral.deleted_at is null
            for no key update;

            if not found then
                perform public.raise_referral_error('RD001', format('The referral is %L.', v_id));
            end if;

            if v_referral.status <> 'enrolled' or v_referral.points_transaction_id is null then
                -- The triggers refuse an illegal move and award the points.
                update public.student_referrals as referral
                set
                    status = 'enrolled',
                    updated_at = now()
                where referral.id = v_id;
            end if;

            processed := processed + 1;
        exception
            when serialization_failure or deadlock_detected or lock_not_available then
                raise;
            when others then
                failed := failed + 1;
        end;
    end loop;

    total_time_ms := (extract(epoch from clock_timestamp() - v_started_at) * 1000)::integer;
    return next;
end;
$$;

comment on function public.process_referrals(uuid[]) is
    'Enrolls and awards referrals one by one; kept as the plain form of bulk_process_referrals.';

revoke all on function public.process_referrals(uuid[]) from public;
grant execute on function public.process_referrals(uuid[]) to referral_app, referral_admin;
