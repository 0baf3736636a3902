-- claim: domain {s}.d: added
-- change
create domain d as text;
-- undo
drop domain d;

-- claim: domain {s}.d: removed
create domain d as text;
-- change
drop domain d;
-- undo
create domain d as text;

-- claim: domain {s}.d: type: text → character varying(3)
create domain d as text;
-- change
drop domain d;
create domain d as varchar(3);
-- undo
drop domain d;
create domain d as text;

-- claim: domain {s}.d: now not null
create domain d as text;
-- change
alter domain d set not null;
-- undo
alter domain d drop not null;

-- claim: domain {s}.d: default: none → 'x'::text
create domain d as text;
-- change
alter domain d set default 'x';
-- undo
alter domain d drop default;

-- claim: domain {s}.d: collation: none → "C"
create domain d as text;
-- change
drop domain d;
create domain d as text collate "C";
-- undo
drop domain d;
create domain d as text;

-- claim: domain {s}.d: owner: refdb_boss → refdb_app
create domain d as text;
-- change
alter domain d owner to refdb_app;
-- undo
alter domain d owner to refdb_boss;

-- claim: domain {s}.d: comment: none → Why.
create domain d as text;
-- change
comment on domain d is 'Why.';
-- undo
comment on domain d is null;

-- claim: domain {s}.d: grants to refdb_app: default → usage
create domain d as text;
-- change
grant usage on domain d to refdb_app;
-- undo
revoke usage on domain d from refdb_app;

-- claim: constraint {s}.d.k: added
create domain d as text;
-- change
alter domain d add constraint k check (value <> '');
-- undo
alter domain d drop constraint k;

-- claim: constraint {s}.d.k: removed
create domain d as text;
alter domain d add constraint k check (value <> '');
-- change
alter domain d drop constraint k;
-- undo
alter domain d add constraint k check (value <> '');

-- claim: constraint {s}.d.k: not valid lost
create domain d as text;
alter domain d add constraint k check (value <> '') not valid;
-- change
alter domain d validate constraint k;
-- undo
alter domain d drop constraint k;
alter domain d add constraint k check (value <> '') not valid;

-- claim: constraint {s}.d.k: comment: none → Why.
create domain d as text constraint k check (value <> '');
-- change
comment on constraint k on domain d is 'Why.';
-- undo
comment on constraint k on domain d is null;

-- claim: domain {s}.d: not null name: must → has
-- since: 18
create domain d as text constraint must not null;
-- change
alter domain d rename constraint must to has;
-- undo
alter domain d rename constraint has to must;
