-- Which migrations dbmate applied.
select version
from {table}
order by version
