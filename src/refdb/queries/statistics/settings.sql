-- What the planner goes by besides statistics: its settings, as `show` writes them.
select name, current_setting(name)
from pg_catalog.pg_settings
where
    category like 'Query Tuning%'
    or name in (
        'hash_mem_multiplier',
        'max_parallel_workers',
        'max_parallel_workers_per_gather',
        'parallel_leader_participation',
        'work_mem'
    )
