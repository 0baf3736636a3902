-- Sets a setting of the session up to the end of the transaction.
select set_config(%s, %s, true)
