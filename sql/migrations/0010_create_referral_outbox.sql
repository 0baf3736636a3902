-- why: Work that can wait must neither slow its caller's transaction down nor get lost with it.
-- depends: 0009_create_referral_performance_metrics

create table public.referral_outbox (
    id bigint generated always as identity,
    organization_id uuid not null,
    topic text not null,
    payload jsonb not null,
    attempts integer not null default 0,
    available_at timestamptz not null default now(),
    created_at timestamptz not null default now(),
    processed_at timestamptz,
    last_error text,
    constraint referral_outbox_pkey primary key (id),
    constraint referral_outbox_organization_id_fkey
        foreign key (organization_id) references public.organizations (id) on delete cascade,
    constraint referral_outbox_topic_is_a_snake_case_word_check
        check (topic ~ '^[a-z][a-z0-9_]*$' and char_length(topic) <= 50),
    constraint referral_outbox_payload_is_an_object_check
        check (jsonb_typeof(payload) = 'object'),
    constraint referral_outbox_attempts_are_not_negative_check
        check (attempts >= 0)
);

create index referral_outbox_available_at_where_waiting_idx
    on public.referral_outbox (available_at, id)
    where processed_at is null;
create index referral_outbox_organization_id_idx
    on public.referral_outbox (organization_id);

comment on table public.referral_outbox is
    'Work to do after the transaction that asked for it: written with it, taken up by a worker.';
comment on column public.referral_outbox.topic is
    'Kind of the work, such as refresh_rank.';
comment on column public.referral_outbox.payload is
    'What the worker needs to know; an object.';
comment on column public.referral_outbox.attempts is
    'How often a worker has tried.';
comment on column public.referral_outbox.available_at is
    'Not to be tried before; moved on after a failure.';
comment on column public.referral_outbox.processed_at is
    'When the work was done; null while it waits.';
comment on column public.referral_outbox.last_error is
    'What the last failed attempt reported.';
comment on index public.referral_outbox_available_at_where_waiting_idx is
    'The work that waits, in the order in which it is due.';
