-- Makes a database as a copy of another, in which nobody may be meanwhile.
create database {name} template {original} strategy {strategy} connection limit {limit}
