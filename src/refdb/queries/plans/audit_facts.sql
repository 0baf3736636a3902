-- What a sort may hold in memory, in bytes, at the server's own setting.
select setting::bigint * 1024 from pg_settings where name = 'work_mem'
