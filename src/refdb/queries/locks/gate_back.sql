-- Gives up what was locked since the last step.
rollback to savepoint step
