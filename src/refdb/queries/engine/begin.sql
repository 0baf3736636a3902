-- Opens the transaction of one migration, with its timeouts, and ends it where its client dies.
begin;
set local lock_timeout = {lock_timeout};
set local statement_timeout = {statement_timeout};
set local client_connection_check_interval = {client_check};
