-- A migration that a redo rolled back is applied again; after the last one nothing is owed.
update refdb.redo
set is_done = true
where migration_id = {id};

delete from refdb.redo
where not exists (
    select from refdb.redo as other
    where not other.is_done
);
