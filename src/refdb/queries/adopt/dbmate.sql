-- Which migrations dbmate applied.
select version::text as version
from {table}
order by version
