"""Who runs a server, and how a program is started as that user.

PostgreSQL refuses to run as root. So root starts everything that touches a server's files as an
unprivileged user, and what that user writes is never followed as root.
"""

from __future__ import annotations

import os
import pwd
import stat
import subprocess
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING

from refdb.errors import MissingPartError, RefdbError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

ROOT = 0

# Users that root runs servers as, the first that exists: PostgreSQL's own, else the one that
# owns nothing.
UNPRIVILEGED = ("postgres", "nobody")

# What programs are given instead of the caller's environment: PGPORT, PGOPTIONS, a locale or a
# time zone in it would make throwaways differ from one shell to the next.
ENVIRONMENT = {"PATH": "/usr/local/bin:/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"}

# How much of a program's output an error shows.
TAIL_LINES = 12


@dataclass(frozen=True)
class Account:
    """A user who runs servers.

    Attributes:
        uid: its number.
        gid: its group's number.
        name: its name, or its number as text where it has none.
        foreign: this process is root and becomes this user for each program that it starts.
    """

    uid: int
    gid: int
    name: str
    foreign: bool


@dataclass(frozen=True)
class Streams:
    """What a program is connected to.

    Attributes:
        stdin: its standard input.
        stdout: its standard output.
        stderr: its standard error.
    """

    stdin: int | IO[bytes]
    stdout: int | IO[bytes]
    stderr: int | IO[bytes]


def server_account() -> Account:
    """Answers who runs servers: this user, or for root an unprivileged one.

    Raises:
        MissingPartError: root, and no unprivileged user exists.
    """
    if os.geteuid() != ROOT:
        return Account(os.geteuid(), os.getegid(), _user_name(os.geteuid()), foreign=False)
    for name in UNPRIVILEGED:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(entry.pw_uid, entry.pw_gid, name, foreign=True)
    raise MissingPartError(
        "PostgreSQL does not run as root, and there is no user postgres or nobody",
        hint="Make one: useradd --system postgres",
    )


def owner_account(path: Path, account: Account) -> Account:
    """Answers who must run a server whose files exist: their owner.

    Args:
        path: the folder of the server's files.
        account: who runs new servers.

    Raises:
        RefdbError: the files belong to someone whom this process cannot become.
    """
    info = path.stat()
    if info.st_uid == account.uid:
        return account
    if account.foreign and info.st_uid != ROOT:
        return Account(info.st_uid, info.st_gid, _user_name(info.st_uid), foreign=True)
    raise RefdbError(
        f"{path} belongs to the user {_user_name(info.st_uid)}, and this is {_user_name()}",
        hint=f"Run the command as {_user_name(info.st_uid)}, or remove {path}.",
    )


def can_reach(account: Account, path: Path, *, write: bool = False) -> bool:
    """Answers whether a user can come to a file or folder by its path, and read it.

    Looks at owners and mode bits, as an access by that user would find them.

    Args:
        account: who wants to come there.
        path: an absolute path.
        write: whether the user must be able to create files in it, too.
    """
    if not account.foreign:
        mode = os.R_OK | (os.W_OK | os.X_OK if write else 0)
        return os.access(path, mode)
    real = path.resolve()
    try:
        passable = all(_allowed(account, parent.stat(), 0o1) for parent in real.parents)
        info = real.stat()
    except OSError:
        return False
    wanted = 0o4 | (0o1 if stat.S_ISDIR(info.st_mode) else 0) | (0o2 if write else 0)
    return passable and _allowed(account, info, wanted)


def spawn(
    account: Account,
    command: Sequence[str | Path],
    streams: Streams,
    *,
    own_session: bool = False,
) -> subprocess.Popen[bytes]:
    """Starts a program as a user, with nothing of this process but the three streams.

    Args:
        account: who runs it.
        command: the program and its arguments.
        streams: its standard input, output and error.
        own_session: out of reach of the terminal's Ctrl-C.

    Raises:
        MissingPartError: there is no such program.
        RefdbError: this process may not become that user.
    """
    try:
        return subprocess.Popen(
            command,
            stdin=streams.stdin,
            stdout=streams.stdout,
            stderr=streams.stderr,
            user=account.uid if account.foreign else None,
            group=account.gid if account.foreign else None,
            extra_groups=[] if account.foreign else None,
            umask=0o077,
            cwd="/",
            env=ENVIRONMENT,
            start_new_session=own_session,
        )
    except FileNotFoundError:
        raise MissingPartError(f"there is no program {command[0]}") from None
    except PermissionError as error:
        raise RefdbError(f"cannot start {command[0]} as {account.name}: {error.strerror}") from None


def run(
    account: Account,
    command: Sequence[str | Path],
    *,
    text: str = "",
    stdin: int | IO[bytes] = subprocess.DEVNULL,
    stdout: int | IO[bytes] = subprocess.PIPE,
) -> None:
    """Runs a program as a user, to its end.

    Args:
        account: who runs it.
        command: the program and its arguments.
        text: its standard input, when it is a text.
        stdin: its standard input, when it is a file.
        stdout: where its standard output goes.

    Raises:
        MissingPartError: there is no such program.
        RefdbError: it failed; with the end of what it said.
    """
    source = subprocess.PIPE if text else stdin
    with spawn(account, command, Streams(source, stdout, subprocess.PIPE)) as process:
        try:
            said, complained = process.communicate(text.encode() if text else None)
        except BaseException:
            process.kill()
            raise
    if process.returncode:
        name = str(command[0]).rpartition("/")[2]
        raise RefdbError(f"{name} failed:\n{tail((said or b'') + complained)}")


def tail(output: bytes) -> str:
    """Answers the end of a program's output, as much as helps to see why it failed."""
    lines = output.decode("utf-8", "replace").strip().splitlines()
    return "\n".join(lines[-TAIL_LINES:]) or "(it said nothing)"


def _allowed(account: Account, info: os.stat_result, wanted: int) -> bool:
    """Answers whether a user has the wanted bits: 4 read, 2 write, 1 pass."""
    if info.st_uid == account.uid:
        granted = info.st_mode >> 6
    elif info.st_gid == account.gid:
        granted = info.st_mode >> 3
    else:
        granted = info.st_mode
    return granted & wanted == wanted


def _user_name(uid: int | None = None) -> str:
    """Answers a user's name, or its number where it has none; without a number this user's."""
    number = os.geteuid() if uid is None else uid
    try:
        return pwd.getpwuid(number).pw_name
    except KeyError:
        return str(number)
