"""The application's side of the referrals: with Redis beside without, and beside bare psycopg."""
