"""Findings as people see them: by file, with the line and a mark, in 80 columns."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from refdb.findings import Finding, Level
from refdb.report.cells import width_of
from refdb.report.excerpts import Marked
from refdb.report.listing import listed, tally

if TYPE_CHECKING:
    from pathlib import Path

ONE = Finding(
    "safety/rewrite",
    "0001_a",
    "Reads and writes on public.student_referrals wait about 40 s at 1M rows, all is rewritten.",
    Level.ERROR,
    "a.sql",
    2,
    "Add it without a default.",
    3,
)


def text(findings: list[Finding], root: Path) -> str:
    """Answers the lines as they are where no terminal is."""
    return "\n".join(line for line, _ in listed(findings, root))


def test_findings_stand_by_file_with_line_and_mark(tmp_path) -> None:
    """By file and line; those that differ in their place only share what is said of them."""
    (tmp_path / "a.sql").write_text("-- why\n\talter table a add b int;\nselect 1;\n")
    other = replace(ONE, line=3, column=0)
    hint = replace(ONE, file="", rule="house/x", level=Level.NOTE, hint="select 1;\nselect 2;\n")
    assert text([hint, other, ONE], tmp_path).splitlines() == [
        "0001_a",
        "  2:3     note     house/x",
        "    Reads and writes on public.student_referrals wait about 40 s at 1M rows, all",
        "    is rewritten.",
        "    next",
        "      select 1;",
        "      select 2;",
        "",
        "a.sql",
        "  2:3     error    safety/rewrite",
        "    Reads and writes on public.student_referrals wait about 40 s at 1M rows, all",
        "    is rewritten.",
        "    |  alter table a add b int;",
        "    |   ^",
        "  3       error    safety/rewrite",
        "    | select 1;",
        "    next  Add it without a default.",
    ]
    assert tally([hint, other, ONE]) == "2 errors, 1 note in 1 file"


def test_of_too_many_a_few_are_shown_and_all_are_counted(tmp_path) -> None:
    """51 of a rule are five and a number; what is rare is shown whole."""
    many = [replace(ONE, rule="style/x", line=number) for number in range(1, 1241)]
    shown = text([*many, ONE], tmp_path)
    assert shown.count("style/x") == 5 + 1
    assert "    1,240  style/x  in 1 file, 5 shown\n        1  safety/rewrite  in 1 file\n" in shown
    assert text(many[:50], tmp_path).count("style/x") == 50


@pytest.mark.parametrize(
    "content", [None, b"", b"a\n", b"\xff\xfe\x00\x00\n\x00\x1b[31mred\n", b"x" * 5_000_000]
)
def test_files_that_cannot_be_shown_are_left_out(tmp_path, content) -> None:
    """Missing, short, binary or huge: the finding is told, and nothing reaches the terminal."""
    if content is not None:
        (tmp_path / "a.sql").write_bytes(content)
    shown = text([ONE], tmp_path)
    assert "safety/rewrite" in shown
    assert not any(ord(one) < 32 and one != "\n" for one in shown)


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=120), st.integers(0, 130), st.integers(20, 80))
def test_a_mark_stands_below_its_character(line, column, room) -> None:
    """Whatever the line: it fits, and the mark is below the character that is meant."""
    marked = Marked(line, column, room)
    assert width_of(marked.text) <= room
    assert width_of(marked.mark) <= room + 1
    if marked.mark and marked.text and not line[column - 1 :].isspace() and line[column - 1 :]:
        place = len(marked.mark) - 1
        before = next(n for n in range(len(marked.text) + 1) if width_of(marked.text[:n]) >= place)
        assert width_of(marked.text[:before]) == place
