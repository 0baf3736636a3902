-- What the server finds under the names of statements, in their order.
select
    named.place,
    named.kind,
    named.oid
from ({named}) as named
where named.oid is not null
order by named.place
