-- before:
create table public."Odd table" ("a b" json, "c""d" jsonb, "e{0}" point, "f%s" bytea);
insert into public."Odd table" values ('{"a": 1}', '[1]', '(1,2)', '\x00ff');
-- apply:
alter table public."Odd table" add column "x.y" text;
-- rollback:
-- loses: every "x.y"
alter table public."Odd table" drop column "x.y";
-- data:
insert into public."Odd table" ("x.y") values ('one');
-- expect: reversible
