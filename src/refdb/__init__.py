"""refdb: schema as code for PostgreSQL, with proof.

>>> import refdb
>>> project = refdb.Project.load(target="postgresql://…/crm")
>>> project.apply(dry_run=True)
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from refdb.errors import RefdbError
    from refdb.findings import Finding
    from refdb.project import Project

__version__ = "0.1.0"
__all__ = ["Finding", "Project", "RefdbError", "__version__"]

_HOMES = {"Finding": "findings", "Project": "project", "RefdbError": "errors"}


def __getattr__(name: str) -> Any:
    """Imports a public name when it is first asked for: `import refdb` alone stays light."""
    from importlib import import_module  # noqa: PLC0415 - as the docstring says

    if name == "throwaway":  # a room that can be called: `with refdb.throwaway(project) as db:`
        return import_module("refdb.throwaway")
    if name not in _HOMES:
        raise AttributeError(f"module 'refdb' has no attribute {name!r}")
    return getattr(import_module(f"refdb.{_HOMES[name]}"), name)
