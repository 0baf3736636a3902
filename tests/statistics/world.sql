-- A schema of 15 relations with every kind of index: the world of the exactness test.
create type public.state as enum ('new', 'open', 'held', 'done', 'void');
create domain public.code as text check (value ~ '^[A-Z0-9-]+$');

create table public.country (
    id smallint primary key,
    code public.code not null unique,
    name text not null
);
create table public.town (
    id integer primary key,
    country smallint not null references public.country,
    name text not null,
    zip text not null,
    place point not null
);
create table public.client (
    id uuid primary key,
    town integer not null references public.town,
    name text not null,
    email text not null,
    born date,
    tags text[] not null,
    details jsonb not null,
    bio text,
    is_active boolean not null,
    created_at timestamptz not null
);
create table public.product (
    id bigint primary key,
    code public.code not null,
    name text not null,
    price numeric(10, 2) not null,
    weight double precision,
    words tsvector not null,
    sold daterange not null
);
create table public.orders (
    id bigint primary key,
    client uuid not null references public.client,
    state public.state not null,
    total numeric(12, 2) not null,
    note text,
    placed_at timestamptz not null,
    sent_at timestamptz
);
create table public.line (
    orders bigint not null references public.orders,
    number smallint not null,
    product bigint not null references public.product,
    pieces integer not null,
    primary key (orders, number)
);
create table public.visit (
    id bigint not null,
    client uuid,
    page text not null,
    address inet not null,
    at timestamptz not null
) partition by range (at);
create table public.visit_2024 partition of public.visit
    for values from ('2024-01-01') to ('2025-01-01');
create table public.visit_2025 partition of public.visit
    for values from ('2025-01-01') to ('2026-01-01');
create table public.visit_2026 partition of public.visit
    for values from ('2026-01-01') to ('2027-01-01');
create table public.stock (
    product bigint not null,
    house integer not null,
    pieces integer not null,
    primary key (product, house)
) partition by hash (product);
create table public.stock_0 partition of public.stock for values with (modulus 2, remainder 0);
create table public.stock_1 partition of public.stock for values with (modulus 2, remainder 1);
create table public.booking (
    room integer not null,
    span int4range not null,
    guest uuid
);
create table public.measurement (
    id bigint not null,
    sensor integer not null,
    at timestamptz not null,
    value double precision not null,
    flags "char" not null
);
create table public.document (
    id integer primary key,
    title name not null,
    body text not null,
    letters char(4) not null
);
create table public.event (id bigint, kind text not null, at timestamptz not null);
create table public.event_special (extra text) inherits (public.event);
create table public."Odd Name" ("Select" integer primary key, "a ""b""" text);
create table public.strange (value text);
create table public.nothing (id integer primary key, name text);

create index town_country on public.town (country, name);
create index town_place on public.town using gist (place);
create index town_quad on public.town using spgist (place);
create index client_town on public.client (town);
create unique index client_email on public.client (lower(email));
create index client_name on public.client using hash (name);
create index client_tags on public.client using gin (tags);
create index client_details on public.client using gin (details jsonb_path_ops);
create index client_active on public.client (created_at desc) where is_active;
create index client_born on public.client (born desc nulls last, name) include (town);
create index product_words on public.product using gin (words);
create index product_sold on public.product using gist (sold);
create index product_price on public.product (price);
create index product_code on public.product (code text_pattern_ops);
create index product_round on public.product ((round(price)), (upper(code)));
create index orders_client on public.orders (client, placed_at desc);
create index orders_open on public.orders (placed_at) where state in ('new', 'open');
create index orders_state on public.orders (state);
create index orders_placed on public.orders using brin (placed_at);
create index orders_total on public.orders (total);
create index line_product on public.line (product);
create index visit_at on public.visit (at);
create index visit_client on public.visit (client, at);
create index visit_address on public.visit using spgist (address);
create index booking_span on public.booking using gist (span);
create index measurement_at on public.measurement using brin (at) with (pages_per_range = 16);
create index measurement_value on public.measurement using brin (sensor, value);
create index measurement_sensor on public.measurement (sensor, at desc);
create index document_title on public.document (title);
create index document_letters on public.document (letters);
create index event_at on public.event (at);
create index event_special_at on public.event_special (at);

create statistics public.town_together (ndistinct, dependencies, mcv)
    on country, zip from public.town;
create statistics public.orders_together (mcv, dependencies)
    on state, (placed_at::date), (total > 100) from public.orders;
create statistics public.visit_day on (date_trunc('day', at, 'UTC')) from public.visit;
create statistics public.client_together (ndistinct) on town, is_active from public.client;

create materialized view public.sales as
select line.product, count(*) as orders, sum(line.pieces) as pieces
from public.line
group by line.product;
create unique index sales_product on public.sales (product);
create index sales_pieces on public.sales (pieces desc);
