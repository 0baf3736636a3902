-- says: DROP TABLE … CASCADE, a view on it
-- 15: locks t AE, wt AE
-- 18: locks t AE, wt AE

-- set-up:
create view wt as select id from t;

-- statement:
drop table t cascade;
