-- Runs a statement and answers its plan with what really happened.
explain (format json, verbose, analyze, buffers) {statement}
