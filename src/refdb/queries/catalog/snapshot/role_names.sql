-- Roles whose name is written in quotes.
select
    rolname::text as name,
    quote_ident(rolname) as quoted
from pg_roles
where quote_ident(rolname) <> rolname
