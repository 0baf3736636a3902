-- Takes away the steps of a migration that has come to its end.
delete from refdb.step
where migration_id = {id};
