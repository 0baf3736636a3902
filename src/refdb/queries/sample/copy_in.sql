-- Puts the rows of one step of the sample data into their table.
copy {table} ({columns}) from stdin (format {format})
