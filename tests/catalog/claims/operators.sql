-- claim: operator {s}.===(integer, integer): added
-- change
create operator === (function = int4eq, leftarg = integer, rightarg = integer);
-- undo
drop operator === (integer, integer);

-- claim: operator {s}.===(integer, integer): removed
create operator === (function = int4eq, leftarg = integer, rightarg = integer);
-- change
drop operator === (integer, integer);
-- undo
create operator === (function = int4eq, leftarg = integer, rightarg = integer);

-- claim: operator {s}.===(integer, integer): restrict: none → eqsel
create operator === (function = int4eq, leftarg = integer, rightarg = integer);
-- change
drop operator === (integer, integer);
create operator === (function = int4eq, leftarg = integer, rightarg = integer, restrict = eqsel);
-- undo
drop operator === (integer, integer);
create operator === (function = int4eq, leftarg = integer, rightarg = integer);

-- claim: operator {s}.===(integer, integer): join: none → eqjoinsel
create operator === (function = int4eq, leftarg = integer, rightarg = integer);
-- change
drop operator === (integer, integer);
create operator === (function = int4eq, leftarg = integer, rightarg = integer, join = eqjoinsel);
-- undo
drop operator === (integer, integer);
create operator === (function = int4eq, leftarg = integer, rightarg = integer);

-- claim: operator {s}.===(integer, integer): now hashes
create operator === (function = int4eq, leftarg = integer, rightarg = integer);
-- change
drop operator === (integer, integer);
create operator === (function = int4eq, leftarg = integer, rightarg = integer, hashes);
-- undo
drop operator === (integer, integer);
create operator === (function = int4eq, leftarg = integer, rightarg = integer);

-- claim: operator {s}.===(integer, integer): now merges
create operator === (function = int4eq, leftarg = integer, rightarg = integer);
-- change
drop operator === (integer, integer);
create operator === (function = int4eq, leftarg = integer, rightarg = integer, merges);
-- undo
drop operator === (integer, integer);
create operator === (function = int4eq, leftarg = integer, rightarg = integer);

-- claim: operator {s}.===(integer, integer): commutator: none → {s}.===(integer,integer)
create operator === (function = int4eq, leftarg = integer, rightarg = integer);
-- change
drop operator === (integer, integer);
create operator === (function = int4eq, leftarg = integer, rightarg = integer, commutator = ===);
-- undo
drop operator === (integer, integer);
create operator === (function = int4eq, leftarg = integer, rightarg = integer);

-- claim: operator {s}.===(integer, integer): negator: none → {s}.!==(integer,integer)
create operator === (function = int4eq, leftarg = integer, rightarg = integer);
-- change
drop operator === (integer, integer);
create operator === (function = int4eq, leftarg = integer, rightarg = integer, negator = !==);
-- undo
drop operator === (integer, integer);
create operator === (function = int4eq, leftarg = integer, rightarg = integer);

-- claim: operator {s}.===(integer, integer): function: int4eq → int4ne
create operator === (function = int4eq, leftarg = integer, rightarg = integer);
-- change
drop operator === (integer, integer);
create operator === (function = int4ne, leftarg = integer, rightarg = integer);
-- undo
drop operator === (integer, integer);
create operator === (function = int4eq, leftarg = integer, rightarg = integer);

-- claim: operator {s}.===(integer, integer): owner: refdb_boss → refdb_app
create operator === (function = int4eq, leftarg = integer, rightarg = integer);
-- change
alter operator === (integer, integer) owner to refdb_app;
-- undo
alter operator === (integer, integer) owner to refdb_boss;

-- claim: operator {s}.===(integer, integer): comment: none → Why.
create operator === (function = int4eq, leftarg = integer, rightarg = integer);
-- change
comment on operator === (integer, integer) is 'Why.';
-- undo
comment on operator === (integer, integer) is null;

-- claim: operator {s}.!!(none, integer): added
-- change
create operator !! (function = int4um, rightarg = integer);
-- undo
drop operator !! (none, integer);

-- claim: operator {s}.!!(none, integer): removed
create operator !! (function = int4um, rightarg = integer);
-- change
drop operator !! (none, integer);
-- undo
create operator !! (function = int4um, rightarg = integer);

-- claim: operator family {s}.y using btree: added
-- change
create operator family y using btree;
-- undo
drop operator family y using btree;

-- claim: operator family {s}.y using btree: removed
create operator family y using btree;
-- change
drop operator family y using btree;
-- undo
create operator family y using btree;

-- claim: operator family {s}.y using btree: functions: none → 1 (integer, bigint) btint48cmp(integer,bigint) | operator family {s}.y using btree: operators: none → 1 <(integer,bigint)
create operator family y using btree;
-- change
alter operator family y using btree add operator 1 < (integer, bigint), function 1 btint48cmp(integer, bigint);
-- undo
alter operator family y using btree drop operator 1 (integer, bigint), function 1 (integer, bigint);

-- claim: operator family {s}.y using btree: owner: refdb_boss → refdb_app
create operator family y using btree;
-- change
alter operator family y using btree owner to refdb_app;
-- undo
alter operator family y using btree owner to refdb_boss;

-- claim: operator family {s}.y using btree: comment: none → Why.
create operator family y using btree;
-- change
comment on operator family y using btree is 'Why.';
-- undo
comment on operator family y using btree is null;

-- claim: operator class {s}.c using btree: removed
create operator family y using btree;
create operator class c for type integer using btree family y as operator 1 <, operator 3 =, function 1 btint4cmp(integer, integer);
-- change
drop operator class c using btree;
-- undo
create operator class c for type integer using btree family y as operator 1 <, operator 3 =, function 1 btint4cmp(integer, integer);

-- claim: operator class {s}.c using btree: operators differs
create operator family y using btree;
create operator class c for type integer using btree family y as operator 1 <, operator 3 =, function 1 btint4cmp(integer, integer);
-- change
drop operator class c using btree;
create operator class c for type integer using btree family y as operator 1 <, operator 3 =, function 1 btint4cmp(integer, integer), operator 5 >;
-- undo
drop operator class c using btree;
create operator class c for type integer using btree family y as operator 1 <, operator 3 =, function 1 btint4cmp(integer, integer);

-- claim: operator class {s}.c using btree: comment: none → Why.
create operator family y using btree;
create operator class c for type integer using btree family y as operator 1 <, operator 3 =, function 1 btint4cmp(integer, integer);
-- change
comment on operator class c using btree is 'Why.';
-- undo
comment on operator class c using btree is null;

-- claim: operator class {s}.c using btree: owner: refdb_boss → refdb_app
create operator family y using btree;
create operator class c for type integer using btree family y as operator 1 <, operator 3 =, function 1 btint4cmp(integer, integer);
-- change
alter operator class c using btree owner to refdb_app;
-- undo
alter operator class c using btree owner to refdb_boss;
