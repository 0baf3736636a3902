-- Makes an empty database.
create database {name} template template0
