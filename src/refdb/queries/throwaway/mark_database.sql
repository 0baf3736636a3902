-- Says in a database's comment that it is refdb's, to be dropped when its maker has gone.
comment on database {name} is {marker}
