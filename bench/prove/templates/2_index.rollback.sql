-- loses: nothing

drop index public.t${table}_name_made_at_idx;
drop index public.t${table}_name_idx;
