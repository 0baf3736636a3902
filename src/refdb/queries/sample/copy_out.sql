-- The rows of one step of the sample data.
copy (
{query}
) to stdout (format {format})
