-- What a foreign key with `on delete cascade` runs when a referred row goes.
delete from {only}{table} where {conditions}
