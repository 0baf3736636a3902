-- An expression of any column, for the parser.
select {}
