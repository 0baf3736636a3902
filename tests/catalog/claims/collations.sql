-- claim: collation {s}.c: added
-- change
create collation c (locale = 'C');
-- undo
drop collation c;

-- claim: collation {s}.c: removed
create collation c (locale = 'C');
-- change
drop collation c;
-- undo
create collation c (locale = 'C');

-- claim: collation {s}.c: owner: refdb_boss → refdb_app
create collation c (locale = 'C');
-- change
alter collation c owner to refdb_app;
-- undo
alter collation c owner to refdb_boss;

-- claim: collation {s}.c: comment: none → Why.
create collation c (locale = 'C');
-- change
comment on collation c is 'Why.';
-- undo
comment on collation c is null;

-- claim: collation {s}.c: lc ctype: C → POSIX
create collation c (lc_collate = 'C', lc_ctype = 'C');
-- change
drop collation c;
create collation c (lc_collate = 'C', lc_ctype = 'POSIX');
-- undo
drop collation c;
create collation c (lc_collate = 'C', lc_ctype = 'C');

-- claim: collation {s}.c: lc collate: C → POSIX
create collation c (lc_collate = 'C', lc_ctype = 'C');
-- change
drop collation c;
create collation c (lc_collate = 'POSIX', lc_ctype = 'C');
-- undo
drop collation c;
create collation c (lc_collate = 'C', lc_ctype = 'C');

-- claim: collation {s}.c: locale: C → C.UTF-8
-- since: 18
create collation c (provider = builtin, locale = 'C');
-- change
drop collation c;
create collation c (provider = builtin, locale = 'C.UTF-8');
-- undo
drop collation c;
create collation c (provider = builtin, locale = 'C');

-- claim: conversion {s}.n: added
-- change
create conversion n for 'LATIN1' to 'UTF8' from iso8859_1_to_utf8;
-- undo
drop conversion n;

-- claim: conversion {s}.n: removed
create conversion n for 'LATIN1' to 'UTF8' from iso8859_1_to_utf8;
-- change
drop conversion n;
-- undo
create conversion n for 'LATIN1' to 'UTF8' from iso8859_1_to_utf8;

-- claim: conversion {s}.n: now default
create conversion n for 'LATIN1' to 'UTF8' from iso8859_1_to_utf8;
-- change
drop conversion n;
create default conversion n for 'LATIN1' to 'UTF8' from iso8859_1_to_utf8;
-- undo
drop conversion n;
create conversion n for 'LATIN1' to 'UTF8' from iso8859_1_to_utf8;

-- claim: conversion {s}.n: comment: none → Why.
create conversion n for 'LATIN1' to 'UTF8' from iso8859_1_to_utf8;
-- change
comment on conversion n is 'Why.';
-- undo
comment on conversion n is null;

-- claim: conversion {s}.n: owner: refdb_boss → refdb_app
create conversion n for 'LATIN1' to 'UTF8' from iso8859_1_to_utf8;
-- change
alter conversion n owner to refdb_app;
-- undo
alter conversion n owner to refdb_boss;
