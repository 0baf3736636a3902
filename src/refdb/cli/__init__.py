"""The command line: parses, calls one method of Project, prints, exits."""

from refdb.cli.app import main

__all__ = ["main"]
