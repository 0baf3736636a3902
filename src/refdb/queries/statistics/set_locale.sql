-- Lets a planning copy, whose indexes hold nothing yet, sort texts as another database does.
update pg_catalog.pg_database
set datcollate = %(collate)s, datctype = %(ctype)s, datcollversion = null
where datname = %(name)s
