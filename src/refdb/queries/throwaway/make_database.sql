-- Makes an empty database that nobody but a superuser may enter until it is marked as refdb's.
create database {name} template template0 encoding 'UTF8' connection limit 0
