-- Puts the most common combinations in, each once, and lets the server make statistics of them.
insert into refdb_ends.{rows}
select * from json_populate_recordset(null::refdb_ends.{rows}, {values});
create statistics refdb_ends.{statistics} (mcv) on {columns} from refdb_ends.{rows};
alter statistics refdb_ends.{statistics} set statistics 10000;
analyze refdb_ends.{rows}
