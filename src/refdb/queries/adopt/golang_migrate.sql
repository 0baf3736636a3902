-- Up to which version golang-migrate applied, and whether it stopped midway.
select
    version::text as version,
    dirty
from {table}
