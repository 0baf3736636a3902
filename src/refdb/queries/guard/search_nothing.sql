-- Makes definitions read the same whatever search_path the session has, until the transaction ends.
set local search_path = ''
