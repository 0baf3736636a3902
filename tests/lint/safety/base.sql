-- why: What the pages' examples work on.
create domain public.amount as numeric;
create table public.customers (id int primary key, email text);
create table public.letters (id int primary key, customer_id int references public.customers);
create table public.orders (
    id int primary key,
    customer_id int,
    total public.amount,
    note text,
    state varchar(20)
);
create index orders_note_idx on public.orders (note);
create table public.notes (number int);
create unique index notes_number_idx on public.notes (number);
create materialized view public.order_totals as
select customer_id, sum(total) as total from public.orders group by customer_id;
create unique index order_totals_customer_id_idx on public.order_totals (customer_id);
create table public.visits (year int not null, page text) partition by range (year);
create table public.visits_of_2026 partition of public.visits for values from (2026) to (2027);
create table public.visits_of_2027 (year int not null, page text);
