"""One snapshot as a whole process, to a file: what stands beside pg_dump's whole process."""

from __future__ import annotations

import sys
from pathlib import Path

from refdb import catalog, db

if __name__ == "__main__":
    url, file = sys.argv[1:]
    with db.connect(url) as conn:
        Path(file).write_text(catalog.snapshot(conn).to_json(), encoding="utf-8")
