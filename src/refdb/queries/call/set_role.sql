-- What follows in the transaction is done by another role.
set local role {role}
