"""Which files differ from a git reference, or are named on the command line."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

from refdb.errors import BadRequestError, MissingPartError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


def changed_since(reference: str, folder: Path) -> frozenset[Path]:
    """Answers the files below a folder that are not as they were where a branch began.

    That is: changed since the newest commit that both HEAD and the reference have, committed or
    not, and files that git does not know yet. So it is what a pull request changes.

    Args:
        reference: a branch, tag or commit, such as origin/main.
        folder: the folder, inside a git repository.

    Raises:
        BadRequestError: there is no such reference, or no repository.
        MissingPartError: git is not installed.
    """
    if reference.startswith("-"):
        raise BadRequestError(f"{reference} is no git reference", hint="Name a branch or commit.")
    began = _git(folder, "merge-base", reference, "HEAD").decode().strip()
    changed = _git(folder, "diff", "--name-only", "--relative", "-z", began, "--", ".")
    new = _git(folder, "ls-files", "--others", "--exclude-standard", "-z", "--", ".")
    names = [one.decode("utf-8", "surrogateescape") for one in (changed + new).split(b"\0") if one]
    return frozenset(folder / one for one in names)


def committed(folder: Path) -> frozenset[Path]:
    """Answers the files below a folder that HEAD has; none where git or a repository is missing."""
    try:
        listed = _git(folder, "ls-tree", "-r", "--name-only", "-z", "HEAD", "--", ".")
    except (BadRequestError, MissingPartError):
        return frozenset()
    names = [one.decode("utf-8", "surrogateescape") for one in listed.split(b"\0") if one]
    return frozenset(folder / one for one in names)


def _git(folder: Path, *words: str) -> bytes:
    try:
        done = subprocess.run(
            ["git", "-C", str(folder), *words],  # noqa: S607 - git is found on the path
            capture_output=True,
            check=False,
        )
    except FileNotFoundError:
        hint = "Install git, or name the files: `refdb lint FILE …`."
        raise MissingPartError("git is not installed", hint=hint) from None
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip().splitlines()
        raise BadRequestError(
            f"git cannot compare with it: {said[-1] if said else 'they have no common commit'}",
            hint="Name a branch, tag or commit; in CI, fetch its history (fetch-depth: 0).",
        )
    return done.stdout


def named(paths: Iterable[Path], folder: Path) -> frozenset[Path] | None:
    """Answers the files of a tree that paths name, folders with all below; None for no paths.

    Args:
        paths: files and folders, absolute.
        folder: the tree's folder.

    Raises:
        BadRequestError: one is not there, or not in the tree.
    """
    chosen: set[Path] = set()
    given = list(paths)
    for one in given:
        if not one.exists() and not one.is_symlink():
            raise BadRequestError(f"{one} is not there", hint="Name a file or folder of the tree.")
        if one != folder and folder not in one.parents and one not in folder.parents:
            hint = f"Name a file or folder in {folder.name}/."
            raise BadRequestError(f"{one} is not in the tree", hint=hint)
        chosen |= {one} if one.is_file() else set(one.rglob("*.sql")) | {one}
    return frozenset(chosen) if given else None
