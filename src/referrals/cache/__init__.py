"""The way to Redis: names, entries, who makes them, and what makes them wrong."""
