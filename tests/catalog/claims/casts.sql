-- claim: cast (integer as {s}.k): added
create type k as (a integer);
create function to_k(integer) returns k language sql immutable as 'select row($1)::k';
-- change
create cast (integer as k) with function to_k(integer);
-- undo
drop cast (integer as k);

-- claim: cast (integer as {s}.k): removed
create type k as (a integer);
create function to_k(integer) returns k language sql immutable as 'select row($1)::k';
create cast (integer as k) with function to_k(integer);
-- change
drop cast (integer as k);
-- undo
create cast (integer as k) with function to_k(integer);

-- claim: cast (text as {s}.k): context: explicit → assignment
create type k as (a integer);
create cast (text as k) with inout;
-- change
drop cast (text as k);
create cast (text as k) with inout as assignment;
-- undo
drop cast (text as k);
create cast (text as k) with inout;

-- claim: cast (text as {s}.k): method: inout → function {s}.to_k(text)
create type k as (a integer);
create function to_k(text) returns k language sql immutable as 'select null::k';
create cast (text as k) with inout;
-- change
drop cast (text as k);
create cast (text as k) with function to_k(text);
-- undo
drop cast (text as k);
create cast (text as k) with inout;

-- claim: cast (text as {s}.k): comment: none → Why.
create type k as (a integer);
create cast (text as k) with inout;
-- change
comment on cast (text as k) is 'Why.';
-- undo
comment on cast (text as k) is null;
