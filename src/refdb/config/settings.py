"""refdb.toml and the environment, read once; the only room that reads the environment."""

from __future__ import annotations

import os
import tomllib
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from refdb.config.monitoring import Monitoring, read_monitoring
from refdb.config.quantities import duration, seconds
from refdb.errors import BadRequestError, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

FILE_NAME = "refdb.toml"
#: The name of the embedded development database as a target.
DEVELOPMENT = "dev"

TARGET_VARIABLES = ("REFDB_TARGET", "DATABASE_URL")
#: The server on which throwaways are made as databases; wins over refdb.toml.
SERVER_VARIABLE = "REFDB_THROWAWAY_SERVER"
LIBPQ_VARIABLES = ("PGHOST", "PGHOSTADDR", "PGDATABASE", "PGSERVICE")


@dataclass(frozen=True)
class Config:
    """What refdb.toml and the environment say.

    Attributes:
        root: the folder that refdb.toml is in, or the current one.
        file: refdb.toml, None when there is none.
        tree: the folder of the tree, below root.
        postgres: major version of throwaways, None for the newest there is.
        provider: what makes throwaways; empty for the best that is there.
        server: the URL of a server on which the provider `server` makes databases.
        image: what the provider `container` runs; empty for the official image of the version.
        lock_timeout: how long one statement of a transactional migration waits for a lock.
        statement_timeout: how long one statement of a migration runs; `0` is for ever.
        lock_attempts: how many times a transactional migration is tried while others hold locks.
        lock_wait: seconds to wait for another refdb that is at work on the target.
        history: the last migration that lint takes to be applied wherever it matters.
        targets: name to URL.
        groups: name to the names and patterns of targets that belong to it.
        ignore: by the key of a finding the reason why it is left alone.
        monitor: what is said of monitoring.
        environment: the variables that name a target.
    """

    root: Path
    file: Path | None = None
    tree: Path = Path("sql")
    postgres: int | None = None
    provider: str = ""
    server: str = ""
    image: str = ""
    lock_timeout: str = "5s"
    statement_timeout: str = "0"
    lock_attempts: int = 10
    lock_wait: float = 60.0
    history: str = ""
    targets: Mapping[str, str] = field(default_factory=dict)
    groups: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    ignore: Mapping[str, str] = field(default_factory=dict)
    monitor: Monitoring = field(default_factory=Monitoring)
    environment: Mapping[str, str] = field(default_factory=dict)

    @property
    def tree_folder(self) -> Path:
        """Answers the folder of the tree as an absolute path."""
        return self.root / self.tree


def cache_home() -> str:
    """Answers where this user's caches are kept; empty where the environment does not say."""
    return os.environ.get("XDG_CACHE_HOME", "")


def forces_color() -> bool:
    """Answers whether the environment may want colour in what is no terminal."""
    return any(map(os.environ.get, ("FORCE_COLOR", "TTY_COMPATIBLE")))


def load(path: Path | None = None, environ: Mapping[str, str] | None = None) -> Config:
    """Reads refdb.toml and the environment.

    Args:
        path: the file to read; without it, the one in this folder or the nearest above it.
        environ: the environment, os.environ by default.

    Raises:
        BadRequestError: the file is not there, not TOML, or says what refdb does not know.
    """
    variables = dict(os.environ if environ is None else environ)
    kept = {
        name: variables[name] for name in TARGET_VARIABLES + LIBPQ_VARIABLES if variables.get(name)
    }
    file = path.absolute() if path else _nearest(Path.cwd())
    found = Config(root=Path.cwd()) if file is None else _from_file(file)
    server = variables.get(SERVER_VARIABLE) or found.server
    return replace(found, environment=kept, server=server)


def _nearest(folder: Path) -> Path | None:
    found = (one / FILE_NAME for one in (folder, *folder.parents))
    return next((one for one in found if one.is_file()), None)


def _from_file(file: Path) -> Config:
    values = _read(file)
    _known(file, values, _SECTIONS)
    config = Config(root=file.parent, file=file)
    for section, keys in _SECTIONS.items():
        given = _section(file, values, section)
        if section == "targets":
            config = replace(config, targets=_targets(file, given))
            continue
        if section == "groups":
            config = replace(config, groups=_groups(file, given))
            continue
        if section == "ignore":
            config = replace(config, ignore=_reasons(file, given))
            continue
        if section == "monitor":
            config = replace(config, monitor=read_monitoring(file.name, given))
            continue
        _known(file, given, keys)
        config = replace(
            config, **{key: _value(file, section, key, raw) for key, raw in given.items()}
        )
    return config


_SECTIONS: Mapping[str, tuple[str, ...]] = {
    "refdb": ("tree", "postgres"),
    "throwaway": ("provider", "server", "image"),
    "apply": ("lock_timeout", "statement_timeout", "lock_attempts", "lock_wait"),
    "lint": ("history",),
    "targets": (),
    "groups": (),
    "ignore": (),
    "monitor": (),
}


def _read(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise BadRequestError(
            f"cannot be read: {getattr(error, 'strerror', None) or 'it is not UTF-8'}",
            file=file.name,
            hint="Name another file with --config.",
        ) from None
    except tomllib.TOMLDecodeError as error:
        raise BadRequestError(
            f"is not TOML: {error}",
            file=file.name,
            hint="Correct the file; `refdb init` in an empty folder writes a good one.",
        ) from None


def _section(file: Path, values: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    section = values.get(name, {})
    if not isinstance(section, dict):
        raise _wrong(file, f"{name} must be a table", f"Write [{name}] on a line of its own.")
    return section


def _known(file: Path, given: Collection[str], known: Collection[str]) -> None:
    for key in given:
        if key not in known:
            raise _wrong(file, f"unknown key {key}", did_you_mean(key, known))


def _targets(file: Path, given: Mapping[str, Any]) -> dict[str, str]:
    for name, url in given.items():
        if not isinstance(url, str):
            raise _wrong(file, f"target {name} must be text", f'Write {name} = "postgresql://…".')
        if name == DEVELOPMENT:
            raise _wrong(
                file,
                f"{name} is the embedded development database's own name",
                "Give this target another name.",
            )
    return dict(given)


def _groups(file: Path, given: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    groups: dict[str, tuple[str, ...]] = {}
    for name, value in given.items():
        words = [value] if isinstance(value, str) else value
        if not isinstance(words, list) or not all(isinstance(one, str) for one in words):
            hint = f'Write {name} = ["staging", "school_*"].'
            raise _wrong(file, f"group {name} must be a list of targets", hint)
        groups[name] = tuple(words)
    return groups


def _reasons(file: Path, given: Mapping[str, Any]) -> dict[str, str]:
    for key, reason in given.items():
        if not isinstance(reason, str) or not reason.strip():
            hint = f'Write "{key}" = "why it is left alone".'
            raise _wrong(file, f"the exception {key} has no reason", hint)
    return dict(given)


def _value(file: Path, section: str, key: str, raw: object) -> Any:
    if key == "tree" and isinstance(raw, str):
        return Path(raw)
    if key in {"postgres", "lock_attempts"}:
        if isinstance(raw, int) and raw > 0:
            return raw
    elif section in {"throwaway", "lint"}:
        if isinstance(raw, str):
            return raw
    elif key == "lock_wait":
        return seconds(str(raw), f"{file.name}: {key}")
    elif section == "apply" and isinstance(raw, str | int):
        return duration(str(raw), f"{file.name}: {key}")
    raise _wrong(file, f"{key} has a value of the wrong kind", "See docs/configuration.md.")


def _wrong(file: Path, message: str, hint: str) -> BadRequestError:
    line = next(
        (
            number
            for number, text in enumerate(file.read_text(encoding="utf-8").splitlines(), 1)
            if text.split("=")[0].strip(' []"') in message.split()
        ),
        None,
    )
    return BadRequestError(message, file=file.name, line=line, hint=hint)
