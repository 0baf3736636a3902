-- Lets everybody into a database who may connect to it.
alter database {name} connection limit -1
