-- says: ALTER COLUMN ADD IDENTITY
-- 15: locks lone AE
-- 18: locks lone AE

-- statement:
alter table lone alter column id add generated always as identity;
