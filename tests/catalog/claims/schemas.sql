-- claim: schema {s}_other: added
-- change
create schema {s}_other;
-- undo
drop schema {s}_other;

-- claim: schema {s}: comment: none → Why.
-- change
comment on schema {s} is 'Why.';
-- undo
comment on schema {s} is null;

-- claim: schema {s}: owner: refdb_boss → refdb_app
-- change
alter schema {s} owner to refdb_app;
-- undo
alter schema {s} owner to refdb_boss;

-- claim: schema {s}: grants to refdb_app: default → create, usage
-- change
grant usage, create on schema {s} to refdb_app;
-- undo
revoke all on schema {s} from refdb_app;
