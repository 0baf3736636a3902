-- says: A unique key from a concurrently built index, with a limit
-- 15: locks t AE, t SUE; builds z; reads t
-- 18: locks t AE, t SUE; builds z; reads t

-- statement:
-- transactional: false
-- lock_timeout: 5s
create unique index concurrently z on t (c);
alter table t add constraint z unique using index z;
