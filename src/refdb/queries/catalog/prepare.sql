-- Plans one query of a snapshot, once a session.
prepare refdb_snapshot_{name} as
{query}
