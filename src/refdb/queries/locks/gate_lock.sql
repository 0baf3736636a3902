-- Locks a table in the mode of one step.
lock table only {table} in {mode} mode
