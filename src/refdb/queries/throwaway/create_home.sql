-- Makes an empty database for a session that makes and drops others.
create database {name} template template0 strategy file_copy
