create table if not exists public.ledger (
    id text not null,
    applied_at timestamptz not null default now(),
    constraint ledger_pkey primary key (id)
);
