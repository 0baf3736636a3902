"""The project and the databases that tests get."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

from refdb import throwaway
from refdb.config import FILE_NAME, Config
from refdb.errors import BadRequestError
from refdb.project import Project, throwaways

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pytest

    from refdb.throwaway import Clones


def project_of(config: pytest.Config) -> Project:
    """Answers the project that a pytest run is about.

    Args:
        config: pytest's configuration.

    Raises:
        BadRequestError: its refdb.toml is wrong, or is not there although it is named.
    """
    named = config.getini("refdb_config")
    file = config.rootpath / (named or FILE_NAME)
    if named or file.is_file():
        return Project.load(file)
    return Project(Config(root=config.rootpath))


@contextmanager
def clones_for(
    project: Project, server: object, sample: int | None, postgres: int | None
) -> Iterator[Clones]:
    """Opens databases with a project's schema.

    Args:
        project: whose schema.
        server: None for a throwaway, or the URL of a server, or what has its host, port, user and
            password as pytest-postgresql's executors have.
        sample: rows of sample data; None for none.
        postgres: major version of the throwaway; None for the best that is there.
    """
    if server is not None:
        config = replace(project.config, provider="server", server=url_of(server), postgres=None)
        project, postgres = replace(project, config=config), None
    opening = throwaways.open_for(project, postgres=postgres, sample=sample)
    with opening as opened, throwaway.clones(opened) as clones:
        yield clones


def url_of(server: Any) -> str:
    """Answers the URL of a server, whatever form it is given in.

    Raises:
        BadRequestError: it is no server.
    """
    if isinstance(server, str):
        return server
    try:
        user, password = quote(str(server.user), safe=""), server.password
        place = {"host": str(server.host), "port": str(server.port)}
        database = quote(getattr(server, "maintenance_dbname", "postgres"), safe="")
    except AttributeError:
        hint = "Answer a URL, or what a process fixture of pytest-postgresql answers."
        message = f"refdb_server answers {server!r}, which is no server"
        raise BadRequestError(message, hint=hint) from None
    secret = f":{quote(password, safe='')}" if password else ""
    return f"postgresql://{user}{secret}@/{database}?{urlencode(place)}"
