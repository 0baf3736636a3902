-- A function's parameters and answer, for the parser: nothing runs it.
create function stub({arguments}) returns {returns} language plpgsql as ''
