-- Ends a concurrent detaching that was cut off.
alter table {parent} detach partition {partition} finalize
