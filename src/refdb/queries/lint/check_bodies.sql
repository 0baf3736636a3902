-- Has the server read bodies when functions are created.
set check_function_bodies = on
