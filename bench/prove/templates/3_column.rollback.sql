-- loses: every state

alter table public.t$table drop constraint t${table}_state_check;
alter table public.t$table drop column state;
