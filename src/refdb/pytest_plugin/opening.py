"""The project and the databases that tests get."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from refdb import throwaway
from refdb.config import FILE_NAME, Config
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
def clones_for(project: Project, sample: int | None, postgres: int | None) -> Iterator[Clones]:
    """Opens databases with a project's schema.

    Args:
        project: whose schema.
        sample: rows of sample data; None for none.
        postgres: major version of the throwaway; None for the best that is there.
    """
    with (
        throwaways.open_for(project, postgres=postgres, sample=sample) as opened,
        throwaway.clones(opened) as clones,
    ):
        yield clones
