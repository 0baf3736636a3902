-- says: CREATE CONSTRAINT TRIGGER
-- 15: locks t SRE
-- 18: locks t SRE

-- statement:
create constraint trigger z after insert on t for each row execute function touch();
