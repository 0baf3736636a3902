-- How one query is planned: read only unless it is run, the wanted kind of plan, never for long.
set local transaction_read_only = {read_only};
set local plan_cache_mode = {mode};
select set_config('statement_timeout', '30s', true)
where current_setting('statement_timeout') = '0';
select set_config('lock_timeout', '5s', true)
where current_setting('lock_timeout') = '0'
