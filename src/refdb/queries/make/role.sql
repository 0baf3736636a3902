-- Who runs statements here, as SQL writes the name.
select quote_ident(session_user)
