-- Removes a database and whoever is still in it.
drop database if exists {name} with (force)
