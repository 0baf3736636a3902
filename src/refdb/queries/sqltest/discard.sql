-- Gives the session back as it was opened, so that no test sees what another one set.
discard all
