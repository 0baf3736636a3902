-- says: REFRESH MATERIALIZED VIEW CONCURRENTLY
-- 15: locks m E, p AS; reads m, p
-- 18: locks m E, p AS; reads m, p

-- statement:
refresh materialized view concurrently m;
