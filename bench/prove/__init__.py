"""`refdb prove` beside the same proof by hand, as whole processes: `python -m bench.prove`."""
