-- Makes a database as a copy of another's files.
create database {name} template {original} strategy file_copy
