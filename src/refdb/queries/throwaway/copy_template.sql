-- Makes a copy of a template that nobody but a superuser may enter until it is marked as refdb's.
create database {name} template {template} strategy wal_log connection limit 0
