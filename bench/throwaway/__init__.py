"""Throwaways beside other ways to a Postgres for tests: `python -m bench.throwaway`."""
