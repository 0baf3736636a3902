-- The schema of what is made only to see how the server writes it; it is rolled back.
create schema refdb_ends
