-- says: DISABLE TRIGGER on a partitioned table
-- 15: locks part1 SRE, parts SRE, rest SRE
-- 18: locks part1 SRE, parts SRE, rest SRE

-- set-up:
create trigger z before insert on parts for each row execute function touch();

-- statement:
alter table parts disable trigger z;
