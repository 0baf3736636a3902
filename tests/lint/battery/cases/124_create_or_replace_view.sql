-- says: CREATE OR REPLACE VIEW
-- 15: locks p AS, w AE
-- 18: locks p AS, w AE

-- statement:
create or replace view w as select id from p where id > 1;
