-- Works with the rights of a role that the user is a member of.
set role {user}
