-- purpose: Keeps organizations' leaderboards from being rebuilt while what they show changes.
-- volatile: takes locks
-- requires: get_referral_leaderboard_lock

-- A rebuild reads what is committed. Without the lock it could miss a change that commits a moment
-- later and store the old leaderboard over the expiry that the change left. Changes share the
-- lock, so they never wait for one another; a rebuild only tries it, so it never waits at all.
create or replace function public.lock_referral_leaderboards(p_organization_ids uuid[])
returns void
language plpgsql
volatile
parallel unsafe
called on null input
security invoker
set search_path = pg_catalog, pg_temp
as $$
begin
    perform pg_advisory_xact_lock_shared(
        public.get_referral_leaderboard_lock(organization.id, board.period)
    )
    from (
        select distinct requested.id
        from unnest(p_organization_ids) as requested (id)
        order by requested.id
    ) as organization
    cross join (values ('all'), ('month'), ('week')) as board (period);
end;
$$;

comment on function public.lock_referral_leaderboards(uuid[]) is
    'Takes the shared locks of all periods until the transaction ends; call it before the change.';

revoke all on function public.lock_referral_leaderboards(uuid[]) from public;
grant execute on function public.lock_referral_leaderboards(uuid[]) to referral_app, referral_admin;
