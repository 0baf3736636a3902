"""pg_dump: which one, what of, and without showing the password."""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from psycopg.conninfo import make_conninfo

from refdb import throwaway
from refdb.errors import MissingPartError, RefusedError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from refdb.db import Connection

_VERSION = re.compile(r"\(PostgreSQL\) (\d+)")
# Parameters that the libpq of every supported version knows; the driver's own knows newer ones.
_PARAMETERS = frozenset(
    [
        "host",
        "hostaddr",
        "port",
        "dbname",
        "user",
        "options",
        "client_encoding",
        "application_name",
        "connect_timeout",
        "sslmode",
        "sslcert",
        "sslkey",
        "sslrootcert",
        "sslcrl",
        "channel_binding",
        "gssencmode",
        "krbsrvname",
        "target_session_attrs",
        "passfile",
    ]
)
_WHAT = ("--schema-only", "--no-owner", "--no-tablespaces", "--no-security-labels")


def dump(conn: Connection, hidden: Sequence[str]) -> str:
    """Answers what pg_dump writes of a database without its rows.

    Owners and tablespaces are left out: tables belong to the role that migrates. Grants are kept.

    Args:
        conn: the database.
        hidden: options that leave something out.

    Raises:
        MissingPartError: there is no pg_dump of the server's version or a newer one.
        RefusedError: pg_dump failed.
    """
    program = fitting_program(conn.info.server_version // 10000)
    with connection_string(conn) as (url, files):
        command = [str(program), *_WHAT, *hidden, f"--dbname={url}"]
        done = subprocess.run(command, capture_output=True, text=True, check=False, pass_fds=files)
    if done.returncode != 0:
        said = done.stderr.strip().split("\n")[0]
        raise RefusedError(
            f"pg_dump could not read the database: {said}",
            hint="The role must be able to read every table's definition.",
        )
    return done.stdout


@contextmanager
def connection_string(conn: Connection) -> Iterator[tuple[str, tuple[int, ...]]]:
    """Answers a connection's own parameters for another program, and the files it must be given.

    Its password is in an open file without a name: arguments can be read by others, and a file
    with a name would outlast a command that is killed.
    """
    given = conn.info.get_parameters()
    parameters = {name: value for name, value in given.items() if name in _PARAMETERS}
    if not conn.info.password:
        yield make_conninfo("", **parameters), ()
        return
    with tempfile.TemporaryFile(mode="w+", encoding="utf-8") as file:
        password = re.sub(r"([\\:])", r"\\\1", conn.info.password)
        file.write(f"*:*:*:*:{password}\n")
        file.seek(0)
        parameters["passfile"] = f"/dev/fd/{file.fileno()}"
        yield make_conninfo("", **parameters), (file.fileno(),)


def fitting_program(major: int) -> Path:
    """Answers the pg_dump of a server's version, or the next newer one that is here.

    Args:
        major: the server's major version.

    Raises:
        MissingPartError: there is none.
    """
    beside = [(one.major, one.bin / "pg_dump") for one in throwaway.available()]
    on_path = shutil.which("pg_dump")
    known = [(number, path) for number, path in beside if path.is_file()]
    if on_path:
        known.append((_major_of(on_path), Path(on_path)))
    fitting = sorted((one for one in known if one[0] >= major), key=lambda one: one[0])
    if fitting:
        return fitting[0][1]
    raise MissingPartError(
        f"there is no pg_dump of PostgreSQL {major} or newer here, which reads the catalog",
        hint=f"Install it: apt-get install postgresql-client-{major}",
    )


def _major_of(program: str) -> int:
    done = subprocess.run([program, "--version"], capture_output=True, text=True, check=False)
    found = _VERSION.search(done.stdout)
    return int(found[1]) if found else 0
