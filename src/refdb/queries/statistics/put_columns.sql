-- Puts column statistics in, as analyze would have written them.
insert into pg_catalog.pg_statistic (
    starelid, staattnum, stainherit, stanullfrac, stawidth, stadistinct,
    stakind1, stakind2, stakind3, stakind4, stakind5,
    staop1, staop2, staop3, staop4, staop5,
    stacoll1, stacoll2, stacoll3, stacoll4, stacoll5,
    stanumbers1, stanumbers2, stanumbers3, stanumbers4, stanumbers5,
    stavalues1, stavalues2, stavalues3, stavalues4, stavalues5
)
select
    number, position, inherited, nulls, width, distinct_values,
    coalesce(k1, 0), coalesce(k2, 0), coalesce(k3, 0), coalesce(k4, 0), coalesce(k5, 0),
    coalesce(to_regoperator(o1)::oid, p1, 0),
    coalesce(to_regoperator(o2)::oid, p2, 0),
    coalesce(to_regoperator(o3)::oid, p3, 0),
    coalesce(to_regoperator(o4)::oid, p4, 0),
    coalesce(to_regoperator(o5)::oid, p5, 0),
    coalesce(to_regcollation(d1)::oid, c1, 0),
    coalesce(to_regcollation(d2)::oid, c2, 0),
    coalesce(to_regcollation(d3)::oid, c3, 0),
    coalesce(to_regcollation(d4)::oid, c4, 0),
    coalesce(to_regcollation(d5)::oid, c5, 0),
    n1, n2, n3, n4, n5,
    array_in(v1::cstring, t1, -1),
    array_in(v2::cstring, t2, -1),
    array_in(v3::cstring, t3, -1),
    array_in(v4::cstring, t4, -1),
    array_in(v5::cstring, t5, -1)
from pg_temp.refdb_rows
