-- why: A world that an audit knows its way around.

create table public.towns (
    id integer not null constraint towns_pkey primary key,
    name text not null
);

create table public.people (
    id integer not null constraint people_pkey primary key,
    town_id integer not null constraint people_town_id_fkey references public.towns (id),
    email text not null,
    born date not null,
    state text not null
);

create index people_town_id_idx on public.people (town_id);
create index people_town_id_born_idx on public.people (town_id, born);
create index people_email_idx on public.people (email);
create index people_email_again_idx on public.people (email);
create index people_state_idx on public.people (state) where state = 'never';

create table public.visits (
    id bigint not null constraint visits_pkey primary key,
    person_id integer not null
        constraint visits_person_id_fkey references public.people (id) on delete cascade,
    at timestamptz not null,
    note text not null
);

create domain public.note as text not null;

create role audit_reader;
alter table public.people enable row level security;
create policy people_of_town on public.people
using (town_id = public.current_town());
grant select, update on public.people to audit_reader
