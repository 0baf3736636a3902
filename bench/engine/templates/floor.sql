begin;
\i $file
insert into public.ledger (id) values ('$id');
commit;
