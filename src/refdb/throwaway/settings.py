"""How throwaways and the development database are set: values, decided without doing anything."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING

from refdb.errors import BadRequestError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from pathlib import Path
    from typing import Final

    from refdb.throwaway.binaries import Binaries

DATABASE: Final = "refdb"
SUPERUSER: Final = "postgres"

# Raised when a cached template would no longer be what this code makes.
LAYOUT: Final = 1

_IO_METHOD_SINCE = 18
_CHECKSUMS_BY_DEFAULT_SINCE = 18

_SETTING_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*(\.[A-Za-z_][A-Za-z0-9_]*)*")

# Both kinds: reached by their socket only, the same in every time zone, and no compiled
# expressions, which make the first run of a query slow and its plan differ from build to build.
COMMON: Final = {
    "listen_addresses": "",
    "huge_pages": "off",
    "jit": "off",
    "log_timezone": "UTC",
    "shared_buffers": "128MB",
    "timezone": "UTC",
}

# Nothing in a throwaway outlives it, so nothing is made safe for a crash. Statistics change only
# when someone asks for it: autovacuum would change plans in the middle of a check.
THROWAWAY: Final = {
    "autovacuum": "off",
    "bgwriter_lru_maxpages": "0",
    "checkpoint_timeout": "1h",
    "dynamic_shared_memory_type": "mmap",  # in the data directory: nothing stays in /dev/shm
    "fsync": "off",
    "full_page_writes": "off",
    "max_logical_replication_workers": "0",
    "max_wal_senders": "0",
    "max_wal_size": "128MB",  # loading is no quicker with more, and it is room in memory
    "min_wal_size": "2MB",
    "synchronous_commit": "off",
    "wal_init_zero": "off",
    "wal_level": "minimal",
    "wal_recycle": "off",
}

# Extensions whose library must be loaded when the server starts.
PRELOADED: Final = ("pg_cron", "pg_stat_statements", "plpgsql_check")

# Jobs run in workers of the server: pg_cron's other way is a connection by TCP.
PG_CRON: Final = {
    "cron.database_name": DATABASE,
    "cron.use_background_workers": "on",
    "max_worker_processes": "24",
}


def throwaway_settings(
    major: int, extensions: Collection[str] = (), settings: Mapping[str, str] | None = None
) -> dict[str, str]:
    """Answers a throwaway's settings.

    Args:
        major: the server's version.
        extensions: what will be created in it.
        settings: the caller's own, which win; libraries to preload are added to the others.

    Raises:
        BadRequestError: a name that no setting can have.
    """
    wanted = dict(settings or {})
    for name in wanted:
        if not _SETTING_NAME.fullmatch(name):
            raise BadRequestError(f"{name!r} is not the name of a server setting")
    merged = COMMON | THROWAWAY | (PG_CRON if "pg_cron" in extensions else {})
    if major >= _IO_METHOD_SINCE:
        merged["io_method"] = "sync"  # no workers to start and stop, and files are in memory
    libraries = [name for name in PRELOADED if name in extensions]
    libraries += filter(None, [wanted.pop("shared_preload_libraries", "")])
    if libraries:
        merged["shared_preload_libraries"] = ",".join(libraries)
    return merged | wanted


def initdb_options(major: int) -> tuple[str, ...]:
    """Answers initdb's options, with which every version makes the same kind of database.

    The libc locale C.UTF-8 sorts by code point on all versions, and unlike C it does not let
    an index on text serve `like 'x%'`, which most production databases do not have either.

    Args:
        major: the server's version.
    """
    options = (
        f"--username={SUPERUSER}",
        "--auth=trust",
        "--encoding=UTF8",
        "--locale-provider=libc",
        "--locale=C.UTF-8",
        "--wal-segsize=1",
        "--no-sync",
        "--no-instructions",
    )
    no_checksums = ("--no-data-checksums",) if major >= _CHECKSUMS_BY_DEFAULT_SINCE else ()
    return options + no_checksums


def server_command(
    binaries: Binaries, data: Path, socket: Path, settings: dict[str, str]
) -> list[str]:
    """Answers the command that starts a server.

    Args:
        binaries: what to start.
        data: its data directory.
        socket: the folder for its socket.
        settings: its settings.
    """
    pairs = settings | {"unix_socket_directories": str(socket)}
    options = [word for name, value in pairs.items() for word in ("-c", f"{name}={value}")]
    return [str(binaries.bin / "postgres"), "-D", str(data), *options]


def template_name(binaries: Binaries, parts: Iterable[str]) -> str:
    """Answers the file name under which a template is cached: its version, and a hash of the rest.

    Args:
        binaries: what it was made with.
        parts: everything else that it depends on.
    """
    text = "\0".join([str(LAYOUT), binaries.identity, *parts])
    return f"{binaries.version}-{hashlib.sha256(text.encode()).hexdigest()[:20]}"
