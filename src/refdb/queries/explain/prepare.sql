-- Prepares the query whose plan is asked for, with the types of its parameters.
prepare refdb_plan{types} as
{query}
