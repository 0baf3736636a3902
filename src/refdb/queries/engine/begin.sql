-- Opens the transaction of one migration, with its timeouts.
begin;
set local lock_timeout = {lock_timeout};
set local statement_timeout = {statement_timeout};
