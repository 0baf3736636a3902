-- why: What is too slow, fails too often or runs short is decided by numbers in tables.
-- depends: 0037_extend_referral_tables

alter table public.student_referrals
    validate constraint student_referrals_source_is_known_check;

-- Hits and misses are counted by sequences: a row as counter would make each reader of a
-- leaderboard write, and wait for the one before it to commit. A sequence is part of no
-- transaction, nobody waits for it, and it writes to the log once in 32 times. What that costs: a
-- crash may count up to 32 that were not, which does not matter to a rate.
create sequence public.referral_leaderboard_hits;
create sequence public.referral_leaderboard_misses;

create table public.referral_cache_samples (
    sampled_at timestamptz not null default now(),
    hits bigint not null,
    misses bigint not null,
    constraint referral_cache_samples_pkey primary key (sampled_at),
    constraint referral_cache_samples_counts_are_not_negative_check
        check (hits >= 0 and misses >= 0)
);

create table public.referral_pool_states (
    pool_name text not null,
    free_connections integer not null,
    reported_at timestamptz not null default now(),
    constraint referral_pool_states_pkey primary key (pool_name),
    constraint referral_pool_states_name_is_1_to_100_characters_check
        check (pool_name ~ '\S' and char_length(pool_name) <= 100),
    constraint referral_pool_states_connections_are_not_negative_check
        check (free_connections >= 0)
)
-- The row of a pool is written every few seconds: the new version finds place beside the old one.
with (fillfactor = 50);

create table public.referral_alert_thresholds (
    measure text not null,
    subject text not null,
    direction text not null,
    unit text not null,
    target numeric,
    warning numeric,
    critical numeric,
    immediate numeric,
    minimum_measurements integer not null default 1,
    is_active boolean not null default true,
    constraint referral_alert_thresholds_pkey primary key (measure, subject),
    constraint referral_alert_thresholds_measure_is_known_check
        check (
            measure in ('response_time', 'error_rate', 'cache_hit_rate', 'free_pool_connections')
        ),
    constraint referral_alert_thresholds_subject_is_snake_case_check
        check (subject ~ '^[a-z][a-z0-9_]*$' and char_length(subject) <= 50),
    constraint referral_alert_thresholds_direction_is_above_or_below_check
        check (direction in ('above', 'below')),
    constraint referral_alert_thresholds_has_a_level_check
        check (num_nonnulls(warning, critical, immediate) > 0),
    constraint referral_alert_thresholds_critical_is_beyond_warning_check
        check (
            case direction
                when 'above' then critical >= warning
                else critical <= warning
            end
        ),
    constraint referral_alert_thresholds_minimum_is_positive_check
        check (minimum_measurements > 0)
);

insert into public.referral_alert_thresholds (
    measure,
    subject,
    direction,
    unit,
    target,
    warning,
    critical,
    immediate,
    minimum_measurements
)
values
    ('response_time', 'student_profile', 'above', 'ms', 2000, 1600, 2000, null, 1),
    ('response_time', 'dashboard', 'above', 'ms', 3000, 2400, 3000, null, 1),
    ('response_time', 'point_calculation', 'above', 'ms', 50, 40, 50, null, 1),
    ('response_time', 'leaderboard_update', 'above', 'ms', 100, 80, 100, null, 1),
    ('response_time', 'bulk_operation', 'above', 'ms', 500, 400, 500, null, 1),
    ('response_time', 'campaign_processing', 'above', 'ms', 200, 160, 200, null, 1),
    ('error_rate', 'all', 'above', 'percent', null, null, null, 1, 1),
    ('cache_hit_rate', 'leaderboard', 'below', 'percent', null, 80, null, null, 20),
    ('free_pool_connections', 'all', 'below', 'connections', null, null, 2, null, 1);

-- What is measured of all organizations is for whoever runs the database; the others add to it. A
-- pool's row is found by its name, for which the name must be readable.
grant usage on sequence
    public.referral_leaderboard_hits,
    public.referral_leaderboard_misses
    to referral_app, referral_admin;
grant
    select (pool_name),
    insert (pool_name, free_connections, reported_at),
    update (free_connections, reported_at)
    on public.referral_pool_states
    to referral_app, referral_admin;

comment on sequence public.referral_leaderboard_hits is
    'How many leaderboards were served from the cache.';
comment on sequence public.referral_leaderboard_misses is
    'How many leaderboards had to be built.';
comment on table public.referral_cache_samples is
    'The counters of the leaderboard cache as they were every five minutes, for rates over time.';
comment on column public.referral_cache_samples.hits is
    'Leaderboards served from the cache, ever.';
comment on column public.referral_cache_samples.misses is
    'Leaderboards that had to be built, ever.';
comment on table public.referral_pool_states is
    'What each pool of the application last said about itself; of all organizations.';
comment on column public.referral_pool_states.pool_name is
    'Name of the pool, such as the host and process that it is in.';
comment on column public.referral_pool_states.free_connections is
    'Connections that it could hand out at once, those that it may still open among them.';
comment on table public.referral_alert_thresholds is
    'From where on a measured value is an alert; whoever runs the database may change the levels.';
comment on column public.referral_alert_thresholds.measure is
    'response_time (95th percentile), error_rate, cache_hit_rate or free_pool_connections.';
comment on column public.referral_alert_thresholds.subject is
    'The query type for a response time, else what the measure is of.';
comment on column public.referral_alert_thresholds.direction is
    'Whether a value above the level is the alert, or one below it; the level itself is none.';
comment on column public.referral_alert_thresholds.unit is
    'Unit of the target and the levels.';
comment on column public.referral_alert_thresholds.target is
    'What is promised to users; null where nothing is.';
comment on column public.referral_alert_thresholds.warning is
    'From here on somebody should look at it; null without this level.';
comment on column public.referral_alert_thresholds.critical is
    'From here on the promise is broken; null without this level.';
comment on column public.referral_alert_thresholds.immediate is
    'From here on somebody is to be called; null without this level.';
comment on column public.referral_alert_thresholds.minimum_measurements is
    'With fewer measurements in the window there is no verdict.';
