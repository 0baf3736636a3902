-- Gives the database that initdb makes refdb's name.
alter database postgres rename to refdb;
