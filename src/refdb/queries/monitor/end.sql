-- Ends a round.
commit
