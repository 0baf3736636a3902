"""A snapshot beside pg_dump --schema-only, and the difference of two."""
