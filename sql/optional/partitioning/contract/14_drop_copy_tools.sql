-- why: Nothing is left to move.
-- phase: contract

drop function public.exchange_table_copies();
drop function public.list_table_grants(regclass);
drop function public.build_analytics_copy();
drop function public.compare_table_copy(text);
drop function public.drop_table_copy(text);
drop function public.empty_table_copy(text);
drop function public.fill_table_copy(text, integer);
drop function public.forget_copied_pages(text);
drop function public.mirror_table(text);
drop function public.build_table_copy(text, integer);
drop function public.reference_from_copy(text, text);
drop function public.create_table_copy(text, integer);
drop function public.reshape_key(text, text, boolean);
drop function public.list_partitioned_keys();
drop function public.name_copied_index(text);
drop table public.table_copies;
