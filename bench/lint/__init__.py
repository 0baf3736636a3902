"""Lint beside sqlfluff's own command, measured."""
