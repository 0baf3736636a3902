-- Sets what a database counts about its use back to none, as in a new one.
select pg_stat_reset();
