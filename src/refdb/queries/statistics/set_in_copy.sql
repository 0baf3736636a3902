-- Gives a setting to every later session of a planning copy.
alter database {name} set {setting} = {value}
