"""The tree as it was at a git reference, or as far as a target has it."""

from __future__ import annotations

import io
import subprocess
import tarfile
import tempfile
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from refdb.errors import BadRequestError, MissingPartError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from refdb.project.base import Base


@contextmanager
def at_revision(project: Base, reference: str) -> Iterator[Base]:
    """Answers the project with its tree as git has it at a reference; the files go afterwards.

    Args:
        project: the project; its configuration stays as it is now.
        reference: a branch, tag or commit, such as main or HEAD~3.

    Raises:
        BadRequestError: there is no such reference, no repository, or no tree in it.
        MissingPartError: git is not installed.
    """
    root = project.config.root
    inside = str(project.config.tree_folder.relative_to(root))
    packed = _archived(root, reference, inside)
    with tempfile.TemporaryDirectory(prefix="refdb-") as folder:
        with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
            archive.extractall(folder, filter="data")
        yield type(project)(replace(project.config, root=Path(folder)), project.target)


def _archived(root: Path, reference: str, inside: str) -> bytes:
    command = ["git", "-C", str(root), "archive", "--format=tar", reference, "--", inside]
    if reference.startswith("-"):
        raise BadRequestError(f"{reference} is no git reference", hint="Name a branch or commit.")
    try:
        done = subprocess.run(command, capture_output=True, check=False)
    except FileNotFoundError:
        hint = "Install git, or compare with --against target:NAME or postgres:15."
        raise MissingPartError("git is not installed", hint=hint) from None
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip().splitlines()
        raise BadRequestError(
            f"git has no tree at {reference}: {said[-1] if said else 'it says nothing'}",
            hint="Name a branch, tag or commit that has the tree, such as main or HEAD~1.",
        )
    return done.stdout


def with_applied(project: Base, applied: Collection[str], where: str) -> Base:
    """Answers the project with the migrations that a target has.

    Args:
        project: the project.
        applied: the ids of the migrations that are applied there.
        where: the target in words.

    Raises:
        BadRequestError: a migration that is applied there has no file any more.
    """
    known = {one.id for one in project.tree.migrations}
    gone = [one for one in applied if one not in known]
    if gone:
        raise BadRequestError(
            f"{', '.join(gone)} is applied on {where}, but its file is gone",
            hint="`refdb status` says more; bring the file back.",
        )
    there = tuple(one for one in project.tree.migrations if one.id in applied)
    return project.with_migrations(there)
