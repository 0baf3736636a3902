begin;
\i $file
delete from public.ledger where id = '$id';
commit;
