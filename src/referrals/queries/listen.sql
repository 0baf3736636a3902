-- Hears of what changed: from the schema, and from this package, which says whose it is.
listen ranking_changes; listen referral_cache
