-- Operators, transforms and text search: what is changed only by being made anew.
-- claim: operator class {s}.o using btree: functions: 1 (integer, integer) btint4cmp(integer,integer) → 1 (integer, integer) {s}.cmp(integer,integer)
create operator family {s}.f1 using btree;
create operator family {s}.f2 using btree;
create function {s}.cmp(integer, integer) returns integer language sql immutable return btint4cmp($1, $2);
create operator class {s}.o for type integer using btree family {s}.f1 as operator 1 < (integer, integer), function 1 btint4cmp(integer, integer);
-- change
drop operator class {s}.o using btree;
create operator class {s}.o for type integer using btree family {s}.f1 as operator 1 < (integer, integer), function 1 {s}.cmp(integer, integer);
-- undo
drop operator class {s}.o using btree;
create operator class {s}.o for type integer using btree family {s}.f1 as operator 1 < (integer, integer), function 1 btint4cmp(integer, integer);

-- claim: operator class {s}.o using btree: family: {s}.f1 → {s}.f2
create operator family {s}.f1 using btree;
create operator family {s}.f2 using btree;
create function {s}.cmp(integer, integer) returns integer language sql immutable return btint4cmp($1, $2);
create operator class {s}.o for type integer using btree family {s}.f1 as operator 1 < (integer, integer), function 1 btint4cmp(integer, integer);
-- change
drop operator class {s}.o using btree;
create operator class {s}.o for type integer using btree family {s}.f2 as operator 1 < (integer, integer), function 1 btint4cmp(integer, integer);
-- undo
drop operator class {s}.o using btree;
create operator class {s}.o for type integer using btree family {s}.f1 as operator 1 < (integer, integer), function 1 btint4cmp(integer, integer);

-- claim: operator class {s}.o using btree: functions: 1 (integer, integer) btint4cmp(integer,integer) → 1 (bigint, bigint) btint8cmp(bigint,bigint) | operator class {s}.o using btree: operators: 1 <(integer,integer) → 1 <(bigint,bigint) | operator class {s}.o using btree: type: integer → bigint
create operator family {s}.f1 using btree;
create operator family {s}.f2 using btree;
create function {s}.cmp(integer, integer) returns integer language sql immutable return btint4cmp($1, $2);
create operator class {s}.o for type integer using btree family {s}.f1 as operator 1 < (integer, integer), function 1 btint4cmp(integer, integer);
-- change
drop operator class {s}.o using btree;
create operator class {s}.o for type bigint using btree family {s}.f1 as operator 1 < (bigint, bigint), function 1 btint8cmp(bigint, bigint);
-- undo
drop operator class {s}.o using btree;
create operator class {s}.o for type integer using btree family {s}.f1 as operator 1 < (integer, integer), function 1 btint4cmp(integer, integer);

-- claim: operator class {s}.o using btree: added
create operator family {s}.f1 using btree;
-- change
create operator class {s}.o for type integer using btree family {s}.f1 as operator 1 < (integer, integer), function 1 btint4cmp(integer, integer);
-- undo
drop operator class {s}.o using btree;

-- claim: text search parser {s}.p: start: prsd_start → {s}.f1
create function {s}.f1(internal, integer) returns internal language internal strict as 'prsd_start';
create function {s}.f2(internal, internal, internal) returns internal language internal strict as 'prsd_nexttoken';
create function {s}.f3(internal) returns void language internal strict as 'prsd_end';
create function {s}.f4(internal) returns internal language internal strict as 'prsd_lextype';
create text search parser {s}.p (start = prsd_start, gettoken = prsd_nexttoken, end = prsd_end, lextypes = prsd_lextype, headline = prsd_headline);
-- change
drop text search parser {s}.p;
create text search parser {s}.p (start = {s}.f1, gettoken = prsd_nexttoken, end = prsd_end, lextypes = prsd_lextype, headline = prsd_headline);
-- undo
drop text search parser {s}.p;
create text search parser {s}.p (start = prsd_start, gettoken = prsd_nexttoken, end = prsd_end, lextypes = prsd_lextype, headline = prsd_headline);

-- claim: text search parser {s}.p: gettoken: prsd_nexttoken → {s}.f2
create function {s}.f1(internal, integer) returns internal language internal strict as 'prsd_start';
create function {s}.f2(internal, internal, internal) returns internal language internal strict as 'prsd_nexttoken';
create function {s}.f3(internal) returns void language internal strict as 'prsd_end';
create function {s}.f4(internal) returns internal language internal strict as 'prsd_lextype';
create text search parser {s}.p (start = prsd_start, gettoken = prsd_nexttoken, end = prsd_end, lextypes = prsd_lextype, headline = prsd_headline);
-- change
drop text search parser {s}.p;
create text search parser {s}.p (start = prsd_start, gettoken = {s}.f2, end = prsd_end, lextypes = prsd_lextype, headline = prsd_headline);
-- undo
drop text search parser {s}.p;
create text search parser {s}.p (start = prsd_start, gettoken = prsd_nexttoken, end = prsd_end, lextypes = prsd_lextype, headline = prsd_headline);

-- claim: text search parser {s}.p: end: prsd_end → {s}.f3
create function {s}.f1(internal, integer) returns internal language internal strict as 'prsd_start';
create function {s}.f2(internal, internal, internal) returns internal language internal strict as 'prsd_nexttoken';
create function {s}.f3(internal) returns void language internal strict as 'prsd_end';
create function {s}.f4(internal) returns internal language internal strict as 'prsd_lextype';
create text search parser {s}.p (start = prsd_start, gettoken = prsd_nexttoken, end = prsd_end, lextypes = prsd_lextype, headline = prsd_headline);
-- change
drop text search parser {s}.p;
create text search parser {s}.p (start = prsd_start, gettoken = prsd_nexttoken, end = {s}.f3, lextypes = prsd_lextype, headline = prsd_headline);
-- undo
drop text search parser {s}.p;
create text search parser {s}.p (start = prsd_start, gettoken = prsd_nexttoken, end = prsd_end, lextypes = prsd_lextype, headline = prsd_headline);

-- claim: text search parser {s}.p: lextypes: prsd_lextype → {s}.f4
create function {s}.f1(internal, integer) returns internal language internal strict as 'prsd_start';
create function {s}.f2(internal, internal, internal) returns internal language internal strict as 'prsd_nexttoken';
create function {s}.f3(internal) returns void language internal strict as 'prsd_end';
create function {s}.f4(internal) returns internal language internal strict as 'prsd_lextype';
create text search parser {s}.p (start = prsd_start, gettoken = prsd_nexttoken, end = prsd_end, lextypes = prsd_lextype, headline = prsd_headline);
-- change
drop text search parser {s}.p;
create text search parser {s}.p (start = prsd_start, gettoken = prsd_nexttoken, end = prsd_end, lextypes = {s}.f4, headline = prsd_headline);
-- undo
drop text search parser {s}.p;
create text search parser {s}.p (start = prsd_start, gettoken = prsd_nexttoken, end = prsd_end, lextypes = prsd_lextype, headline = prsd_headline);

-- claim: text search configuration {s}.c: parser: pg_catalog."default" → {s}.p
create text search parser {s}.p (start = prsd_start, gettoken = prsd_nexttoken, end = prsd_end, lextypes = prsd_lextype, headline = prsd_headline);
create text search configuration {s}.c (parser = pg_catalog.default);
-- change
drop text search configuration {s}.c;
create text search configuration {s}.c (parser = {s}.p);
-- undo
drop text search configuration {s}.c;
create text search configuration {s}.c (parser = pg_catalog.default);

-- claim: text search template {s}.t: lexize: dsimple_lexize → {s}.lex
create function {s}.lex(internal, internal, internal, internal) returns internal language internal strict as 'dsimple_lexize';
create text search template {s}.t (lexize = dsimple_lexize, init = dsimple_init);
-- change
drop text search template {s}.t;
create text search template {s}.t (lexize = {s}.lex, init = dsimple_init);
-- undo
drop text search template {s}.t;
create text search template {s}.t (lexize = dsimple_lexize, init = dsimple_init);

-- claim: text search dictionary {s}.d: template: pg_catalog.simple → {s}.t
create text search template {s}.t (lexize = dsimple_lexize, init = dsimple_init);
create text search dictionary {s}.d (template = pg_catalog.simple);
-- change
drop text search dictionary {s}.d;
create text search dictionary {s}.d (template = {s}.t);
-- undo
drop text search dictionary {s}.d;
create text search dictionary {s}.d (template = pg_catalog.simple);

-- claim: transform for {s}.y language plpgsql: from sql: {s}.f(internal) → {s}.g(internal)
create type {s}.y as (a integer);
create function {s}.f(internal) returns internal language internal immutable as 'dsimple_init';
create function {s}.g(internal) returns internal language internal immutable as 'dsimple_init';
create function {s}.t(internal) returns {s}.y language internal immutable as 'dsimple_init';
create transform for {s}.y language plpgsql (from sql with function {s}.f(internal));
-- change
drop transform for {s}.y language plpgsql;
create transform for {s}.y language plpgsql (from sql with function {s}.g(internal));
-- undo
drop transform for {s}.y language plpgsql;
create transform for {s}.y language plpgsql (from sql with function {s}.f(internal));

-- claim: transform for {s}.y language plpgsql: to sql: none → {s}.t(internal)
create type {s}.y as (a integer);
create function {s}.f(internal) returns internal language internal immutable as 'dsimple_init';
create function {s}.g(internal) returns internal language internal immutable as 'dsimple_init';
create function {s}.t(internal) returns {s}.y language internal immutable as 'dsimple_init';
create transform for {s}.y language plpgsql (from sql with function {s}.f(internal));
-- change
drop transform for {s}.y language plpgsql;
create transform for {s}.y language plpgsql (from sql with function {s}.f(internal), to sql with function {s}.t(internal));
-- undo
drop transform for {s}.y language plpgsql;
create transform for {s}.y language plpgsql (from sql with function {s}.f(internal));
