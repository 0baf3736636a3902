-- A migration that a redo was about was rolled back for good.
delete from refdb.redo
where migration_id = {id};
