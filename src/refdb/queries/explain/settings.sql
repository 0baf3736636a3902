-- How one query is planned: read only, with the wanted kind of plan, never for long.
set local transaction_read_only = on;
set local plan_cache_mode = {mode};
set local statement_timeout = '30s';
set local lock_timeout = '5s';
