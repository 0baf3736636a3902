-- Rows for the world, the same every time; the setting world.scale says how many.
insert into public.country
select i, 'C-' || i, 'country ' || i from generate_series(1, 60) as i;
insert into public.town
select i, 1 + i % 60 % (1 + i % 40), 'town ' || i % 1500, (i % 200 * 37)::text, point(i % 97, i % 89)
from generate_series(1, 3000) as i;
insert into public.client
select
    md5('client ' || i)::uuid,
    1 + (i::bigint * i + i) % 3000,
    'name ' || i % 7000,
    'Client' || i || '@example.org',
    case when i % 9 > 0 then date '1950-01-01' + (i::bigint * 7919 % 20000)::integer end,
    array['tag ' || i % 40, 'tag ' || i % 300 % 50],
    jsonb_build_object('level', i % 7, 'plan', 'p' || i % 13),
    case when i % 5 = 0 then repeat(md5(i::text), 70) end,
    i % 10 < 3,
    timestamptz '2023-01-01 00:00+00' + i * interval '13 minutes'
from generate_series(1, 20000 * current_setting('world.scale')::integer) as i;
insert into public.product
select
    i,
    'P-' || i % 4000,
    'product ' || i,
    (i * 31 % 10007) / 10.0,
    case when i % 3 > 0 then i % 700 / 7.0 end,
    to_tsvector('simple', 'word' || i % 500 || ' word' || i % 37 || ' all'),
    daterange(date '2024-01-01' + i % 400, date '2024-01-01' + i % 400 + i % 60)
from generate_series(1, 8000) as i;
insert into public.orders
select
    i,
    md5('client ' || 1 + (i * 17) % (20000 * current_setting('world.scale')::integer))::uuid,
    (array['done', 'done', 'done', 'done', 'void', 'done', 'held', 'open', 'done', 'new'])[
        1 + i % 10
    ]::public.state,
    i::bigint * 7 % 99991 / 100.0,
    case when i % 4 = 0 then 'note ' || i end,
    timestamptz '2024-01-01 00:00+00' + i * interval '9 minutes',
    case when i % 10 < 6 then timestamptz '2024-01-02 00:00+00' + i * interval '9 minutes' end
from generate_series(1, 40000 * current_setting('world.scale')::integer) as i;
insert into public.line
select i / 2, i % 2, 1 + i::bigint * i % 8000 % (1 + i % 8000), 1 + i % 5
from generate_series(2, 80000 * current_setting('world.scale')::integer) as i;
insert into public.visit
select
    i,
    case when i % 3 > 0 then md5('client ' || i % 5000)::uuid end,
    '/page/' || i % 90,
    ('10.' || i % 200 || '.' || i % 250 || '.1')::inet,
    timestamptz '2024-01-01 00:00+00' + i * interval '16 minutes'
from generate_series(1, 60000 * current_setting('world.scale')::integer) as i
where timestamptz '2024-01-01 00:00+00' + i * interval '16 minutes' < '2027-01-01';
insert into public.stock
select i, house, i * house % 90 from generate_series(1, 8000) as i, generate_series(1, 4) as house;
insert into public.booking
select i % 300, int4range(i, i + i % 11), null from generate_series(1, 15000) as i;
insert into public.measurement
select i, i % 50, timestamptz '2025-01-01 00:00+00' + i * interval '1 second', sin(i), 'a'
from generate_series(1, 100000 * current_setting('world.scale')::integer) as i;
insert into public.document
select i, 'title ' || i % 900, repeat('body ' || i || ' ', 900), 'L' || i % 99
from generate_series(1, 2000) as i;
insert into public.event
select i, 'kind ' || i % 5, timestamptz '2025-01-01 00:00+00' + i * interval '1 minute'
from generate_series(1, 10000) as i;
insert into public.event_special
select i, 'kind ' || i % 9, timestamptz '2025-03-01 00:00+00' + i * interval '1 hour', 'x'
from generate_series(1, 4000) as i;
insert into public."Odd Name" select i, 'value ' || i % 77 from generate_series(1, 5000) as i;
delete from public.orders where id % 1000 = 3 and not exists (
    select from public.line where line.orders = orders.id
);
insert into public.strange
select (array['a"b', '\', '{x,y}', 'NULL', '', 'ü→', 'a,b', '  ', null, E'new\nline', '"'])[1 + i % 11]
from generate_series(1, 1000) as i;
refresh materialized view public.sales;
