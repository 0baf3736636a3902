create table public.s$number (
    id integer not null,
    name text not null,
    points numeric(12, 2) not null default 0,
    created_at timestamptz not null default now(),
    constraint s${number}_pkey primary key (id)
);
comment on table public.s$number is 'One of many tables in one file.';
comment on column public.s$number.name is 'What it is called.';
comment on column public.s$number.points is 'How many it has.';
insert into public.s$number (id, name, points) values (1, 'one', 10);
insert into public.s$number (id, name, points) values (2, 'two', 20);
insert into public.s$number (id, name, points) values (3, 'three', 30);
insert into public.s$number (id, name, points) values (4, 'four', 40);
insert into public.s$number (id, name, points) values (5, 'five', 50);
insert into public.s$number (id, name, points) values (6, 'six; with a semicolon', 60);
insert into public.s$number (id, name, points) values (7, 'seven, it''s quoted', 70);
insert into public.s$number (id, name, points) values (8, 'eight -- no comment', 80);
create index s${number}_name_idx on public.s$number (name);
alter table public.s$number add column note text;
update public.s$number set note = 'many' where points > 50;
update public.s$number set points = points + 1 where id = 1;
delete from public.s$number where id = 8;
alter table public.s$number add constraint s${number}_points_are_not_negative_check check (points >= 0);
create or replace function public.f$number(wanted integer) returns text language sql stable
return (select name from public.s$number where id = wanted);
grant select on public.s$number to public;
