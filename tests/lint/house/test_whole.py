"""House rules and bodies over whole trees: this one, and one that no server is there for."""

from __future__ import annotations

from pathlib import Path

import pytest

from refdb import config
from refdb.lint.house import CHECKER
from refdb.lint.house.checker import of_file
from refdb.lint.sources import Source
from refdb.project import Project
from trees import write_tree

_ROOT = Path(__file__).parents[3]
_TABLE = "-- why: Pupils are kept.\n\ncreate table public.pupil (id bigint, made timestamptz);\n"
_BACK = "-- loses: every pupil\n\ndrop table public.pupil;\n"
_TREE = {"0001_tables.sql": _TABLE, "0001_tables.rollback.sql": _BACK}


@pytest.mark.needs("local15", "plpgsql_check")
def test_this_schema_breaks_no_rule() -> None:
    """What the referral schema breaks is excepted, and no exception is for nothing."""
    project = Project(config.load(_ROOT / "refdb.toml"))
    answer = project.lint(only=("house", "bodies"), cache=False, postgres=15).answer
    assert answer.findings == ()
    assert {one.rule for one, _ in answer.excused} == {
        "house/name-of-index",
        "house/number-gap",
        "house/view-without-invoker",
    }


def test_without_a_server_files_are_looked_at_all_the_same(tmp_path) -> None:
    """No server of that version: a note says so, and the next run looks again."""
    write_tree(tmp_path, {**_TREE, "0002_gone.sql": "-- why: Nothing.\n\nselect 1;\n"})
    project = Project(config.Config(root=tmp_path))
    for _ in range(2):
        answer = project.lint(only=("house", "bodies"), postgres=99).answer
        assert {one.rule for one in answer.findings} == {"house/pair-missing"}
        assert {one.rule for one in answer.notes} == {"house/not-checked", "bodies/not-checked"}


@pytest.mark.needs("embedded16")
def test_the_catalog_is_looked_at_on_the_newest_too(tmp_path) -> None:
    """Rules over the catalog find the same on another version, at the lines of the migration."""
    write_tree(tmp_path, _TREE)
    project = Project(config.Config(root=tmp_path))
    answer = project.lint(only=("house",), cache=False, postgres=16).answer
    assert {(one.rule, one.line) for one in answer.findings} == {
        ("house/table-without-primary-key", 3),
        ("house/comment-missing", 3),
        ("house/name-of-table", 3),
        ("house/name-of-time", 3),
    }


def test_a_file_is_looked_at_again_only_when_it_changed(tmp_path) -> None:
    """A part of a file hangs on that file alone; that of the tree on every file."""
    one = Source(tmp_path / "sql/migrations/0001_a.sql", "0001_a.sql", "migration", "select 1;")
    two = Source(tmp_path / "sql/migrations/0002_b.sql", "0002_b.sql", "migration", "select 2;")
    other = Source(two.path, two.file, two.kind, "select 3;")
    before = {part.digest for part in CHECKER.parts([one, two])}
    after = {part.digest for part in CHECKER.parts([one, other])}
    assert {part for part in before & after if part.startswith("file:")} == {f"file:{one.digest}"}
    assert len(before - after) == len({"file", "tree", "catalog"})


def test_an_edited_body_asks_for_no_new_catalog(tmp_path) -> None:
    """The catalog is that of the migrations: what a function's body says is not in it."""
    path = tmp_path / "sql/functions/f.sql"
    made = Source(tmp_path / "sql/migrations/0001_a.sql", "0001_a.sql", "migration", "select 1;")
    texts = ("-- purpose: One.\n\nselect 1;", "-- purpose: One.\n\nselect 2;")
    digests = [
        {one.digest for one in CHECKER.parts([made, Source(path, "f.sql", "function", text)])}
        for text in texts
    ]
    assert [one for one in digests[0] & digests[1] if one.startswith("catalog:")]


def test_findings_stand_in_the_order_of_lines(tmp_path) -> None:
    """Rules are many, and their findings in one file are read from top to bottom."""
    text = "-- why: x\n\ncreate table a (b int unique);\ncreate index on a (b);\n"
    found = of_file(Source(tmp_path / "0001_a.sql", "0001_a.sql", "migration", text))
    assert [one.line for one in found] == sorted(one.line for one in found)
    assert len(found) > 3
