-- says: CREATE TRIGGER on a partitioned table
-- 15: locks part1 SRE, parts SRE, rest SRE
-- 18: locks part1 SRE, parts SRE, rest SRE

-- statement:
create trigger z before insert on parts for each row execute function touch();
