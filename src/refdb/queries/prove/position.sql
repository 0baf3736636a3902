-- Where a sequence stands, and the furthest number that is in its column.
select
    last_value,
    is_called,
    {furthest} as furthest
from {sequence}
