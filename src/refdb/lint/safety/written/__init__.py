"""Migrations written anew, for hints and for `--fix`; nothing of it is run here."""
