-- claim: text search configuration {s}.c: added
-- change
create text search configuration c (parser = default);
-- undo
drop text search configuration c;

-- claim: text search configuration {s}.c: removed
create text search configuration c (parser = default);
-- change
drop text search configuration c;
-- undo
create text search configuration c (parser = default);

-- claim: text search configuration {s}.c: mapping of word: none → {s}.d, simple
create text search configuration c (parser = default);
create text search dictionary d (template = simple);
-- change
alter text search configuration c add mapping for word with d, simple;
-- undo
alter text search configuration c drop mapping for word;

-- claim: text search configuration {s}.c: mapping of word: {s}.d, simple → simple, {s}.d
create text search configuration c (parser = default);
create text search dictionary d (template = simple);
alter text search configuration c add mapping for word with d, simple;
-- change
alter text search configuration c alter mapping for word with simple, d;
-- undo
alter text search configuration c alter mapping for word with d, simple;

-- claim: text search configuration {s}.c: owner: refdb_boss → refdb_app
create text search configuration c (parser = default);
-- change
alter text search configuration c owner to refdb_app;
-- undo
alter text search configuration c owner to refdb_boss;

-- claim: text search configuration {s}.c: comment: none → Why.
create text search configuration c (parser = default);
-- change
comment on text search configuration c is 'Why.';
-- undo
comment on text search configuration c is null;

-- claim: text search dictionary {s}.d: added
-- change
create text search dictionary d (template = simple);
-- undo
drop text search dictionary d;

-- claim: text search dictionary {s}.d: removed
create text search dictionary d (template = simple);
-- change
drop text search dictionary d;
-- undo
create text search dictionary d (template = simple);

-- claim: text search dictionary {s}.d: initial: none → accept = 'false'
create text search dictionary d (template = simple);
-- change
alter text search dictionary d (accept = false);
-- undo
drop text search dictionary d;
create text search dictionary d (template = simple);

-- claim: text search dictionary {s}.d: owner: refdb_boss → refdb_app
create text search dictionary d (template = simple);
-- change
alter text search dictionary d owner to refdb_app;
-- undo
alter text search dictionary d owner to refdb_boss;

-- claim: text search dictionary {s}.d: comment: none → Why.
create text search dictionary d (template = simple);
-- change
comment on text search dictionary d is 'Why.';
-- undo
comment on text search dictionary d is null;

-- claim: text search parser {s}.p: added
-- change
create text search parser p (start = prsd_start, gettoken = prsd_nexttoken, end = prsd_end, lextypes = prsd_lextype);
-- undo
drop text search parser p;

-- claim: text search parser {s}.p: removed
create text search parser p (start = prsd_start, gettoken = prsd_nexttoken, end = prsd_end, lextypes = prsd_lextype);
-- change
drop text search parser p;
-- undo
create text search parser p (start = prsd_start, gettoken = prsd_nexttoken, end = prsd_end, lextypes = prsd_lextype);

-- claim: text search parser {s}.p: headline: none → prsd_headline
create text search parser p (start = prsd_start, gettoken = prsd_nexttoken, end = prsd_end, lextypes = prsd_lextype);
-- change
drop text search parser p;
create text search parser p (start = prsd_start, gettoken = prsd_nexttoken, end = prsd_end, lextypes = prsd_lextype, headline = prsd_headline);
-- undo
drop text search parser p;
create text search parser p (start = prsd_start, gettoken = prsd_nexttoken, end = prsd_end, lextypes = prsd_lextype);

-- claim: text search template {s}.p: added
-- change
create text search template p (init = dsimple_init, lexize = dsimple_lexize);
-- undo
drop text search template p;

-- claim: text search template {s}.p: removed
create text search template p (init = dsimple_init, lexize = dsimple_lexize);
-- change
drop text search template p;
-- undo
create text search template p (init = dsimple_init, lexize = dsimple_lexize);

-- claim: text search template {s}.p: init: none → dsimple_init
create text search template p (lexize = dsimple_lexize);
-- change
drop text search template p;
create text search template p (init = dsimple_init, lexize = dsimple_lexize);
-- undo
drop text search template p;
create text search template p (lexize = dsimple_lexize);
