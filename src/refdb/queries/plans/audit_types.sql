-- The names of types, in order.
select format_type(given.oid, given.modifier)
from unnest(%s::oid[], %s::integer[]) with ordinality as given (oid, modifier, place)
order by given.place
