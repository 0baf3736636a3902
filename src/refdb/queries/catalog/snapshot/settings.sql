-- What the texts of definitions depend on: qualified names, and constants written one way.
set local search_path = '';
set local datestyle = 'ISO, MDY';
set local intervalstyle = 'postgres';
set local timezone = 'UTC';
set local extra_float_digits = 1;
set local bytea_output = 'hex';
set local quote_all_identifiers = off;
-- Catalogs are read whole, and have no statistics on a server that is new.
set local enable_nestloop = off;
set local enable_mergejoin = off;
set local jit = off
