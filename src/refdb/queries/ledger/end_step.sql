-- Records that one statement of a non-transactional migration has ended well.
update refdb.step
set finished_at = clock_timestamp()
where
    migration_id = %(id)s
    and direction = %(direction)s
    and position = %(position)s
