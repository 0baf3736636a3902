-- says: RENAME TO, a view takes the name
-- 15: locks t AE
-- 18: locks t AE

-- statement:
alter table t rename to t2;
create view t as select id, c from t2;
