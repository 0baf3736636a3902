"""Which targets a fleet has: a group of refdb.toml, or a file with one a line.

No message repeats a line of such a file: what cannot be read may be a password.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TYPE_CHECKING

from refdb import db
from refdb.config import DEVELOPMENT
from refdb.errors import BadRequestError, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from refdb.config import Config

_NAMED = re.compile(r"([\w.-]+)\s*=\s*(.*)")
_COMMENT = re.compile(r"(^|\s)#.*")
_DEFAULT_PORT = "5432"
# What makes two connection strings lead to the same database, whoever logs in.
_ADDRESS = ("service", "host", "hostaddr", "port", "dbname")


@dataclass(frozen=True)
class Member:
    """One target of a fleet.

    Attributes:
        name: what it is called in every output; never holds a password.
        url: its URL or libpq connection string.
        line: where it stands in the file; None when it is of a group.
    """

    name: str
    url: str
    line: int | None = None


def read_members(config: Config, given: str) -> tuple[Member, ...]:
    """Answers the targets of a group or a file, in the order in which they begin.

    Args:
        config: its groups come before files of the same name.
        given: the name of a group, or a file's path.

    Raises:
        BadRequestError: no such group or file, a line that is no target, a target twice.
    """
    if given in config.groups:
        return of_group(config, given)
    path = Path(given)
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, ValueError) as error:
        raise _no_file(config, given, error) from None
    return parse(text, path.name, config.targets)


def _no_file(config: Config, given: str, error: OSError | ValueError) -> BadRequestError:
    # Somebody may have given a URL, password and all.
    shown = db.redact(given)
    if isinstance(error, FileNotFoundError):
        hint = "Name a file with one target a line, or a group of [groups] in refdb.toml. "
        known = did_you_mean(given, config.groups) if "://" not in given else ""
        return BadRequestError(f"--targets: no group or file {shown}", hint=hint + known)
    why = getattr(error, "strerror", None) or "it is not UTF-8 text"
    return BadRequestError(f"--targets: {shown} cannot be read: {why}", hint="Name another file.")


def of_group(config: Config, name: str) -> tuple[Member, ...]:
    """Answers the targets of a group, as its entries and then the targets are ordered.

    A target that several patterns match comes where the first one names it.

    Raises:
        BadRequestError: an entry without a target, or two targets with one database.
    """
    found: dict[str, None] = {}
    for entry in config.groups[name]:
        matching = [one for one in config.targets if fnmatchcase(one, entry)]
        if not matching:
            raise BadRequestError(
                f"group {name}: no target is called {entry}",
                file=config.file.name if config.file else "",
                hint=did_you_mean(entry, config.targets),
            )
        found.update(dict.fromkeys(matching))
    members = tuple(Member(one, config.targets[one]) for one in found)
    return _checked(members, config.file.name if config.file else "", f"group {name}")


def parse(text: str, file: str, targets: Mapping[str, str]) -> tuple[Member, ...]:
    """Answers the targets of a file's text. Pure.

    A line is a URL, a libpq connection string or the name of a target; `name = url` gives a name
    to either of the first two. `#` at the beginning of a line or after a space begins a comment.

    Args:
        text: the file's content.
        file: its name, for messages.
        targets: those of refdb.toml, name to URL.

    Raises:
        BadRequestError: a line that is no target, or a target twice; all of them, in `also`.
    """
    members: list[Member] = []
    problems: list[BadRequestError] = []
    for number, line in enumerate(text.split("\n"), 1):
        meant = _COMMENT.sub("", line.strip()).strip()
        try:
            members.extend([_member(meant, number, targets)] if meant else [])
        except BadRequestError as error:
            problems.append(_placed(error, file, number))
    _raise_all(problems)
    return _checked(tuple(members), file, "the file")


def _placed(error: BadRequestError, file: str, line: int) -> BadRequestError:
    return BadRequestError(error.message, hint=error.hint, file=file, line=line)


def _raise_all(problems: Iterable[BadRequestError]) -> None:
    all_of_them = tuple(problems)
    if all_of_them:
        first, *others = all_of_them
        first.also = tuple(others)
        raise first


def _member(text: str, line: int, targets: Mapping[str, str]) -> Member:
    named = _NAMED.fullmatch(text)
    if DEVELOPMENT in {text, named and named[1]}:
        hint = f"{DEVELOPMENT} is the embedded development database; take the line out."
        raise BadRequestError(f"{DEVELOPMENT} belongs to no fleet", hint=hint)
    if text in targets:
        return Member(text, targets[text], line)
    if _is_connection(text):
        return Member(_in_words(text), text, line)
    if named and _is_connection(named[2]):
        return Member(named[1], named[2], line)
    raise BadRequestError(
        "this is neither a connection URL nor the name of a target",
        hint="Write postgresql://user@host/database, with %40 and %2F for @ and / in a password, "
        f"or `name = url`, or a name of [targets] in refdb.toml. {did_you_mean(text, targets)}",
    )


def _is_connection(text: str) -> bool:
    if "://" not in text and "=" not in text:
        return False
    try:
        parts = db.parse_url(text)
    except BadRequestError:
        return False
    # libpq reads any word as a port: in postgresql://user:secret it is the password.
    ports = str(parts.get("port") or "").split(",")
    return bool(parts) and all(port.isdecimal() or not port for port in ports)


def _in_words(url: str) -> str:
    # libpq takes a whole URL, password and all, for the name of a database.
    return db.redact(db.describe(url))


def _checked(members: tuple[Member, ...], file: str, what: str) -> tuple[Member, ...]:
    """The members, when there are some and none is there twice."""
    if not members:
        raise BadRequestError(f"{what} has no targets", file=file, hint="Write one a line.")
    _raise_all(_twice(members, file))
    return members


def _twice(members: tuple[Member, ...], file: str) -> Iterator[BadRequestError]:
    names: dict[str, Member] = {}
    addresses: dict[tuple[str, ...], Member] = {}
    for one in members:
        first = addresses.setdefault(_address(one.url), one)
        same_name = names.setdefault(one.name, one)
        if first is not one:
            yield _again(one, first, file, "is the same database as")
        elif same_name is not one:
            yield _again(one, same_name, file, "has the same name as")


def _again(one: Member, first: Member, file: str, how: str) -> BadRequestError:
    other = f"line {first.line}" if first.line else first.name
    return BadRequestError(
        f"{one.name} {how} {other}",
        file=file,
        line=one.line,
        hint="Take one of them out, or give each a name of its own: `name = url`.",
    )


def _address(url: str) -> tuple[str, ...]:
    parts = {"port": _DEFAULT_PORT} | db.parse_url(url)
    parts.setdefault("dbname", parts.get("user"))
    return tuple(str(parts.get(key) or "") for key in _ADDRESS)
