-- why: Most trees begin with tables.

create table public.t$number (
    id bigint generated always as identity constraint t${number}_pkey primary key,
    name text not null default '',
    size numeric(12, 2) not null default 0 constraint t${number}_size_check check (size >= 0),
    made_at timestamptz not null default now(),
    t_id bigint constraint t${number}_t_id_fkey references public.t$number (id)
);
comment on table public.t$number is 'One of many.';
comment on column public.t$number.size is 'In metres.';
