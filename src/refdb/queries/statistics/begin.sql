-- Begins the one transaction of an export: it reads one moment, waits for nobody, writes alike everywhere.
begin transaction isolation level repeatable read read only;
set local statement_timeout = {timeout};
set local lock_timeout = {lock_timeout};
set local idle_in_transaction_session_timeout = 0;
set local row_security = off;
set local search_path = '';
set local datestyle = 'ISO, YMD';
set local intervalstyle = 'postgres';
set local timezone = 'UTC';
set local extra_float_digits = 1;
set local bytea_output = 'hex';
set local lc_monetary = 'C'
