-- says: UPDATE of a few rows by WITH
-- 15: locks t RE
-- 18: locks t RE

-- statement:
with batch as (
    select id from t where c is null limit 1000
)
update t set c = 1 from batch where t.id = batch.id;
