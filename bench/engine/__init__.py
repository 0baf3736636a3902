"""The engine beside psql and its peers, as whole processes: `python -m bench.engine`."""
