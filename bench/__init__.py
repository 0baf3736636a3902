"""Measurements of refdb beside its peers, each folder a program; no part of the package."""
