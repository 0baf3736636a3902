-- Makes the session one of another user, as if that one had logged in; for superusers.
set session authorization {user}
