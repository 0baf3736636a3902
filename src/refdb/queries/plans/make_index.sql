-- A suggested index, made while others write.
create index concurrently {name}
    on {table} ({columns}){where}
