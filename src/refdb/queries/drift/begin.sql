-- Begins a transaction of one view of the catalog, which cannot write, and waits for nothing for long.
begin isolation level repeatable read, read only;
-- In the transaction, not for the session: behind a pooler the session is somebody else's next.
set local lock_timeout = '{lock_ms}ms';
set local statement_timeout = '{whole_ms}ms';
-- Should this program stop, the server gives back the locks that the transaction holds.
set local idle_in_transaction_session_timeout = '{whole_ms}ms'
