-- Opens a gate's transaction; between its statements it has no snapshot that a build would wait for.
begin isolation level read committed
