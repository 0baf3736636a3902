-- says: CREATE TRIGGER
-- 15: locks t SRE
-- 18: locks t SRE

-- statement:
create trigger z before insert on t for each row execute function touch();
