-- Tables of people: dead rows, and seconds since the last analyze where enough has changed since.
select
    format('%%s.%%s', stats.schemaname, stats.relname) as name,
    stats.n_live_tup::float8 as live,
    stats.n_dead_tup::float8 as dead,
    stats.n_mod_since_analyze::float8 as changed,
    extract(
        epoch from clock_timestamp()
        - coalesce(
            greatest(stats.last_analyze, stats.last_autoanalyze),
            pg_postmaster_start_time()
        )
    )::float8 as analyze_age
from pg_stat_user_tables as stats
where stats.n_live_tup + stats.n_dead_tup + stats.n_mod_since_analyze > 0
order by stats.n_dead_tup + stats.n_mod_since_analyze desc
limit 200
