-- Answers the plan of a statement, which is not run.
explain (format json, verbose) {statement}
