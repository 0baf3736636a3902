"""Programs for other interpreters; beside them lies nothing that these could import instead."""
