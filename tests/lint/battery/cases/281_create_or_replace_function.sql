-- says: CREATE OR REPLACE FUNCTION
-- 15: nothing
-- 18: nothing

-- statement:
create or replace function touch() returns trigger language plpgsql as 'begin return null; end';
