"""The way to PostgreSQL: addresses, pool, transactions of tenants, repeats, standby."""
