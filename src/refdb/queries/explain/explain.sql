-- The plan for these values, or for any values where plan_cache_mode says so.
explain (format json, verbose) execute refdb_plan{values}
