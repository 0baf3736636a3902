-- A redo has rolled a migration back, which it owes to apply again.
insert into refdb.redo (migration_id)
values ({id})
on conflict (migration_id) do update set is_done = false;
