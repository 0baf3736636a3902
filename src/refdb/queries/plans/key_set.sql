-- What a foreign key with `on delete set null` runs when a referred row goes.
update {only}{table} set {columns} where {conditions}
