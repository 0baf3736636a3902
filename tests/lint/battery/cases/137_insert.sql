-- says: INSERT
-- 15: locks t RE
-- 18: locks t RE

-- statement:
insert into t (id, k) values (1000, 1);
