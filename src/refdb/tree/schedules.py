"""The jobs that the files of sql/schedules say."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from refdb import sqltext

if TYPE_CHECKING:
    from collections.abc import Iterable

    from refdb.sqltext import JobCall
    from refdb.tree.objects import Object


class FileJob(NamedTuple):
    """A job and the file that says it.

    Attributes:
        call: the job; None of its values is known where the file gives no literal.
        object: the file's object.
    """

    call: JobCall
    object: Object

    @property
    def file(self) -> str:
        """The file's name for messages."""
        return self.object.script.file


def jobs_of(objects: Iterable[Object]) -> tuple[FileJob, ...]:
    """Answers the jobs of the objects that are schedules, in the order of their files.

    Args:
        objects: those of a tree.
    """
    return tuple(
        FileJob(call, one)
        for one in objects
        if one.kind == "schedule"
        for call in sqltext.job_calls(one.script.statements)
    )
