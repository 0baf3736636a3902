-- The plan for these values, and what really happened when it was run.
explain (format json, verbose, analyze, buffers) execute refdb_plan{values}
