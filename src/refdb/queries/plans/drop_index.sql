-- Takes a suggested index away again.
drop index concurrently {name}
