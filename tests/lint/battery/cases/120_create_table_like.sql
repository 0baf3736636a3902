-- says: CREATE TABLE … LIKE
-- 15: locks t AS
-- 18: locks t AS

-- statement:
create table z (like t);
