"""How style is configured: refdb's defaults, and what the project says of it."""

from __future__ import annotations

import hashlib
import json
import tomllib
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from refdb.errors import BadRequestError, MissingPartError

if TYPE_CHECKING:
    from collections.abc import Iterator

_DEFAULTS = Path(__file__).with_name("defaults.toml")
_PROJECT = "pyproject.toml"
_OTHERS = (".sqlfluff", "setup.cfg", "tox.ini")  # where sqlfluff itself would look, too
_INSTALL = "Install it: pip install 'refdb[lint]'."
#: The files hold SQL for Postgres as it is run; no template is filled in.
_ALWAYS = {"dialect": "postgres", "templater": "raw", "large_file_skip_byte_limit": 0}


def identity_of(root: Path) -> str:
    """Answers sqlfluff's version and the configuration, hashed; sqlfluff is not imported.

    Args:
        root: the project's folder.
    """
    said = hashlib.sha256(_DEFAULTS.read_bytes())
    said.update(_version().encode())
    said.update(json.dumps(_of_pyproject(root), sort_keys=True, default=str).encode())
    for name in _OTHERS:
        said.update(_bytes(root / name))
    return said.hexdigest()


def _version() -> str:
    """The package's folder is looked at: its metadata takes 15 ms to ask for."""
    spec = find_spec("sqlfluff")
    if spec is None or spec.origin is None:
        return ""
    home = Path(spec.origin).parent
    names = sorted(one.name for one in home.parent.glob("sqlfluff*.dist-info"))
    return f"{home} {names} {Path(spec.origin).stat().st_mtime_ns}"


def check_installed() -> None:
    """Raises MissingPartError where sqlfluff is not installed."""
    if find_spec("sqlfluff") is None:
        raise MissingPartError("sqlfluff is not installed", hint=_INSTALL)


def sqlfluff_config(root: Path, rules: str = "") -> Any:
    """Answers sqlfluff's configuration for a project.

    Args:
        root: the project's folder.
        rules: the codes of the rules that may be looked at, with commas; empty for all that are
            configured.

    Raises:
        BadRequestError: sqlfluff cannot read the project's configuration.
    """
    from sqlfluff.core import FluffConfig  # noqa: PLC0415 - 0.5 s that only a check pays
    from sqlfluff.core.config.file import load_config_file_as_dict  # noqa: PLC0415 - see above
    from sqlfluff.core.config.loader import load_config_at_path  # noqa: PLC0415 - see above
    from sqlfluff.core.errors import SQLFluffUserError  # noqa: PLC0415 - see above
    from sqlfluff.core.helpers.dict import nested_combine  # noqa: PLC0415 - see above

    try:
        defaults = tomllib.loads(_DEFAULTS.read_text(encoding="utf-8"))
        load_config_at_path.cache_clear()  # they would not see that a file has changed
        load_config_file_as_dict.cache_clear()
        own = load_config_at_path(str(root))
        forced: Any = {"core": {**_ALWAYS, **({"rules": rules} if rules else {})}}
        return FluffConfig(configs=nested_combine(defaults, own, forced))
    except (SQLFluffUserError, ValueError) as error:
        hint = "Correct [tool.sqlfluff] in pyproject.toml, or .sqlfluff."
        raise BadRequestError(f"sqlfluff's configuration is wrong: {error}", hint=hint) from None


def _of_pyproject(root: Path) -> Any:
    try:
        return tomllib.loads(_bytes(root / _PROJECT).decode())["tool"]["sqlfluff"]
    except (KeyError, TypeError, ValueError):
        return None


def _bytes(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError:
        return b""


def rule_files() -> Iterator[str]:
    """Answers the codes of sqlfluff's rules by the names of its files; none without sqlfluff."""
    spec = find_spec("sqlfluff")
    if spec and spec.origin:
        yield from sorted(one.stem for one in Path(spec.origin).parent.glob("rules/*/??[0-9]*.py"))
