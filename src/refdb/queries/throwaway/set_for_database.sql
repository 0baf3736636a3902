-- Gives a setting a value in every session of a database.
alter database {name} set {setting} = {value}
