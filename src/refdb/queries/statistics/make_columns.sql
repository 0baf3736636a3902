-- Makes a place for column statistics on their way into the catalog, and lets the catalog keep them as they are.
create temporary table refdb_rows (
    number oid, position int2, inherited boolean,
    nulls real, width integer, distinct_values real,
    k1 int2, o1 text, p1 oid, c1 oid, d1 text, n1 real[], v1 text, t1 oid,
    k2 int2, o2 text, p2 oid, c2 oid, d2 text, n2 real[], v2 text, t2 oid,
    k3 int2, o3 text, p3 oid, c3 oid, d3 text, n3 real[], v3 text, t3 oid,
    k4 int2, o4 text, p4 oid, c4 oid, d4 text, n4 real[], v4 text, t4 oid,
    k5 int2, o5 text, p5 oid, c5 oid, d5 text, n5 real[], v5 text, t5 oid
) on commit drop;
alter table pg_catalog.pg_statistic
    alter column stavalues1 set storage external,
    alter column stavalues2 set storage external,
    alter column stavalues3 set storage external,
    alter column stavalues4 set storage external,
    alter column stavalues5 set storage external
