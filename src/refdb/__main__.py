"""`python -m refdb` is `refdb`."""

from refdb.cli import main

main()
