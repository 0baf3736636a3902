-- Makes an index that is to be tried, on a table without rows.
create index {name} on {table} ({columns}){where}
