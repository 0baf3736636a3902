-- What the battery's statements work on; the inserts are for what needs rows to fail.
create domain plain as int;
create domain checked as int check (value > 0);
create type mood as enum ('sad', 'ok');
create table p (id int primary key, a int);
insert into p select g, g from generate_series(1, 100) as g;
create table t (
    id int primary key, c int, p_id int, v varchar(20), x text, n numeric(10, 2), ts timestamp,
    b varbit(8), ch char(8), d plain, k int not null, constraint k_check check (k > 0)
);
insert into t
select g, g, 1, 'v', 'x', 1, '2025-01-01', b'1', 'ch', 1, 1 from generate_series(1, 500) as g;
create index v_idx on t (v);
create table f (id int primary key, p_id int constraint f_fk references p);
insert into f select g, g from generate_series(1, 50) as g;
create sequence s;
create view w as select id from p;
create materialized view m as select id from p;
create unique index m_idx on m (id);
create table parts (id int not null, a int) partition by range (id);
create table part1 partition of parts for values from (0) to (100);
create table rest partition of parts default;
create table lone (id int not null, a int);
create function touch() returns trigger language plpgsql as 'begin return new; end';
