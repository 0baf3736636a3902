-- The columns that one step of the sample data gives; none of its rows is made.
select given.* from (
{query}
) as given limit 0
