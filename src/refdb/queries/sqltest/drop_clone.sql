-- Drops a copy of a database, whoever is connected to it.
drop database if exists {clone} with (force)
