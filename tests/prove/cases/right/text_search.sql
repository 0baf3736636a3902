-- before:
select 1;
-- apply:
create text search dictionary public.plain (template = simple, stopwords = english);
create text search configuration public.search (copy = simple);
alter text search configuration public.search alter mapping for asciiword with public.plain;
-- rollback:
-- loses: nothing
drop text search configuration public.search;
drop text search dictionary public.plain;
-- expect: reversible
