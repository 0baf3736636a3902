-- says: CREATE VIEW
-- 15: locks t AS
-- 18: locks t AS

-- statement:
create view z as select id from t;
