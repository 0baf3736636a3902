-- Makes the planner take certain ways only where there is no other, until the transaction ends.
select set_config(name, 'off', true) from unnest(%(names)s::text[]) as name
