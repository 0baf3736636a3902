-- Gives up all of a gate.
rollback
