-- Takes back the intent to run a statement that the server refused.
delete from refdb.step
where
    migration_id = %(id)s
    and direction = %(direction)s
    and position = %(position)s
