-- says: ADD FOREIGN KEY on a partitioned table
-- 15: locks p SRE, part1 SRE, parts SRE, rest SRE; reads p, part1, rest; waits writes on p, writes on part1, writes on parts, writes on rest
-- 18: locks p SRE, part1 SRE, parts SRE, rest SRE; reads p, part1, rest; waits writes on p, writes on part1, writes on parts, writes on rest

-- statement:
alter table parts add foreign key (a) references p;
