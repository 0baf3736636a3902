-- Forgets the last step, so that the one below it is the next.
release savepoint step
