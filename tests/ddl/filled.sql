-- What is right only when everything around it is made anew: an index whose partitions lack it, and
-- a materialized view that was filled while the one below it was.
create materialized view a.m3 as select id from a.m2;
create view a.m3v as select m3.id from a.m3;
refresh materialized view a.m2 with no data;
create index parts_lone_idx on only a.parts (id);
