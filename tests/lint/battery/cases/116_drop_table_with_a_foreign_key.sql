-- says: DROP TABLE with a foreign key
-- 15: locks f AE, p AE
-- 18: locks f AE, p AE

-- statement:
drop table f;
