-- pg_cron's jobs with a name for other databases: name, user as SQL, database. A user has a name once for all.
select
    jobname::text,
    quote_ident(username::text),
    database::text
from cron.job
where
    database <> current_database()
    and jobname is not null
