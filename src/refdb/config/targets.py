"""Which database a command works on."""

from __future__ import annotations

from dataclasses import dataclass

from refdb.config.settings import DEVELOPMENT, LIBPQ_VARIABLES, TARGET_VARIABLES, Config
from refdb.errors import BadRequestError, did_you_mean


@dataclass(frozen=True)
class Target:
    """The database a command works on.

    Attributes:
        name: its name in refdb.toml, or where it was found, such as `DATABASE_URL`.
        url: URL or libpq connection string; empty for libpq's own variables.
        development: whether it is the embedded development database, which has no URL yet.
    """

    name: str
    url: str = ""
    development: bool = False


def has_target(config: Config, given: str | None) -> bool:
    """Answers whether a target was named by the option, the environment or refdb.toml."""
    try:
        resolve_target(config, given, interactive=False)
    except BadRequestError:
        if given:
            raise
        return False
    return True


def resolve_target(config: Config, given: str | None, *, interactive: bool) -> Target:
    """Answers the database that a command works on.

    In this order: the option, REFDB_TARGET, DATABASE_URL, libpq's variables, the only target
    (or the one named `default`) of refdb.toml, and, where someone sits at a terminal, the
    embedded development database.

    Raises:
        BadRequestError: no target, or a name that is not in refdb.toml.
    """
    if given:
        return _named(config, given, "--target")
    for variable in TARGET_VARIABLES:
        if variable in config.environment:
            return _named(config, config.environment[variable], variable)
    if any(variable in config.environment for variable in LIBPQ_VARIABLES):
        return Target("libpq's variables")
    if len(config.targets) == 1 or "default" in config.targets:
        name = "default" if "default" in config.targets else next(iter(config.targets))
        return Target(name, config.targets[name])
    if interactive:
        return Target(DEVELOPMENT, development=True)
    raise BadRequestError(
        "no target: which database?",
        hint="Give --target URL, or set REFDB_TARGET or DATABASE_URL, or name one under "
        "[targets] in refdb.toml; --target dev is an embedded database in .refdb/.",
    )


def _named(config: Config, value: str, source: str) -> Target:
    if value == DEVELOPMENT:
        return Target(DEVELOPMENT, development=True)
    if value in config.targets:
        return Target(value, config.targets[value])
    if "://" in value or "=" in value:
        return Target(source, value)
    raise BadRequestError(
        f"{source}: there is no target {value}",
        hint=did_you_mean(value, [*config.targets, DEVELOPMENT])
        + " A URL begins with postgresql://.",
    )
