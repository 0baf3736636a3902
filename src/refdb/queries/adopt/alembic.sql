-- The heads that Alembic brought this database to.
select version_num as version
from {table}
