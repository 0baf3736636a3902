"""`refdb`, and `python -m refdb`."""

import gc

# A command lives for seconds: what collections would give back is not worth their 30 ms of
# start-up. cli.main() allows them again, rarely.
gc.disable()

from refdb.cli import main  # noqa: E402 - as above

if __name__ == "__main__":
    main()
