-- One setting, for the transaction.
set_config({name}, {value}, true)
