-- says: DROP TRIGGER
-- 15: locks t AE
-- 18: locks t AE

-- set-up:
create trigger z before insert on t for each row execute function touch();

-- statement:
drop trigger z on t;
