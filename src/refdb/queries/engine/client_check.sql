-- How often this server can look, during a statement, whether its client is still there: some
-- systems cannot tell it.
select case when version() ~ 'linux|darwin|bsd' then '2s' else '0' end
