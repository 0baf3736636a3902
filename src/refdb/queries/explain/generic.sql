-- The plan for any values, with every partition that some value could need (16 and later).
explain (format json, verbose, generic_plan) execute refdb_plan{values}
