-- Records how many rows a repeated statement has changed so far.
update refdb.step
set rows_done = rows_done + %(rows)s
where
    migration_id = %(id)s
    and direction = %(direction)s
    and position = %(position)s
returning rows_done
