-- A constraint of any table, for the parser.
alter table x add {}
