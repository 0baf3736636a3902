-- A target is only asked: read only to the end of the transaction, waiting for nobody for long.
set transaction read only;
set local lock_timeout = '1s';
set local statement_timeout = '10s'
