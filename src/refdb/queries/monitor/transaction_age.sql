-- How many transactions old the oldest row of each database may be; near two thousand million the server stops.
select
    database.datname::text as name,
    age(database.datfrozenxid)::float8 as age,
    mxid_age(database.datminmxid)::float8 as multixact_age
from pg_database as database
where database.datallowconn
