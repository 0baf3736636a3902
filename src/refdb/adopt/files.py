"""What the readers of all tools share: files by a pattern, parts by marker lines."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from refdb.adopt.values import Part
from refdb.errors import BadRequestError
from refdb.findings import Finding, Level
from refdb.tree.files import read_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

    from refdb.adopt.values import Original


def matching(folder: Path, pattern: str) -> Iterator[tuple[re.Match[str], Path]]:
    """Answers the files of a folder whose whole name matches, by name."""
    for path in sorted(folder.iterdir()):
        found = re.fullmatch(pattern, path.name)
        if found and path.is_file():
            yield found, path


def part_of(folder: Path, path: Path) -> Part:
    """Answers a whole file as one part."""
    name = str(path.relative_to(folder))
    return Part(read_text(path, name), name)


def parts_by_marks(whole: Part, is_mark: Callable[[str], str]) -> Mapping[str, Part]:
    """Answers the parts of a file that marker lines cut it into.

    Args:
        whole: the file.
        is_mark: answers the name of the part that a line begins, empty for any other line.

    Returns:
        The parts by name; that before the first marker is named with the empty word.
    """
    lines: list[str] = []
    name, first = "", whole.line
    parts: dict[str, Part] = {}
    for number, line in enumerate(whole.text.split("\n"), whole.line):
        if found := is_mark(line):
            parts[name] = Part("\n".join(lines), whole.file, first)
            name, lines, first = found, [], number + 1
        else:
            lines.append(line)
    parts[name] = Part("\n".join(lines), whole.file, first)
    return parts


def without_lines(part: Part, pattern: str) -> Part:
    """Answers a part with the lines that match made empty, so that all others keep their place."""
    text = re.sub(pattern, "", part.text, flags=re.MULTILINE | re.IGNORECASE)
    return Part(text, part.file, part.line)


def is_blank(part: Part) -> bool:
    """Answers whether a part holds nothing but white space and comment lines."""
    return all(not line.strip() or line.lstrip().startswith("--") for line in part.text.split("\n"))


def error(rule: str, file: str, message: str, hint: str, line: int = 0) -> Finding:
    """Answers a finding that forbids to adopt."""
    return Finding(f"adopt/{rule}", file or rule, message, Level.ERROR, file, line, hint)


def warning(rule: str, file: str, message: str, hint: str) -> Finding:
    """Answers a finding that is told and does not forbid to adopt."""
    return Finding(f"adopt/{rule}", file or rule, message, Level.WARNING, file, hint=hint)


def not_sql(tool: str, file: str, language: str) -> Finding:
    """Answers the finding for a migration that is a program."""
    return error(
        "language",
        file,
        f"is a migration in {language}, whose SQL only {tool} knows",
        f"Write what it does as SQL in {tool}'s own format, then adopt again.",
    )


def twice(originals: Iterable[Original]) -> Iterator[Finding]:
    """Answers a finding for each version that two files have."""
    seen: dict[str, str] = {}
    for one in originals:
        if one.version in seen:
            yield error(
                "version",
                one.up.file,
                f"has the version of {seen[one.version]}: {one.version}",
                "Rename one of the two, in the tool's ledger as well.",
            )
        seen.setdefault(one.version, one.up.file)


def folder_of(given: Path | None, candidates: Iterable[Path], tool: str) -> Path:
    """Answers the folder of a tool's files.

    Args:
        given: what the command says; None to look at the usual places.
        candidates: the tool's usual places.
        tool: its name.

    Raises:
        BadRequestError: there is no such folder.
    """
    usual = list(candidates)
    found = next((one for one in ([given] if given else usual) if one.is_dir()), None)
    if found is not None:
        return found
    if given:
        message = f"there is no folder {given}"
    else:
        message = f"there are no files of {tool} in {', '.join(str(one) for one in usual)}"
    hint = f"Say where they are: `refdb adopt --from {tool} FOLDER`."
    raise BadRequestError(message, hint=hint)
