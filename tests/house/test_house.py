"""The house's own rules, held by reading its code."""

from __future__ import annotations

import ast
import functools
import re
from pathlib import Path

import pytest

_ROOT = Path(__file__).parents[2]
_SOURCE = _ROOT / "src/refdb"
#: The application's side of the schema: the same rules, another house.
_APPLICATION = _ROOT / "src/referrals"
_MODULES = sorted([*_SOURCE.rglob("*.py"), *_APPLICATION.rglob("*.py")])
_QUERIES = sorted(
    [*(_SOURCE / "queries").rglob("*.sql"), *(_APPLICATION / "queries").rglob("*.sql")]
)
_SQL = re.compile(
    r"^\s*(select|insert into|update \w+ set|delete from|create \w+|alter \w+|drop \w+|"
    r"with \w+ as|begin;|commit;|set local|copy [\w.({]+ (from|to)|explain \(|prepare|"
    r"execute|truncate)\s",
)


# What these rooms answer is SQL for people and files, put together from others'; they run none.
_ANSWERS_SQL = ("ddl", "written")


def _name(path: Path) -> str:
    return str(path.relative_to(_ROOT / "src"))


@functools.cache
def _strings(path: Path) -> list[tuple[int, str]]:
    """Every string of a module that is no docstring, with its line; read once for all tests."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    return [
        (node.lineno, node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and id(node) not in docstrings
    ]


@pytest.mark.parametrize(
    "path", [one for one in _MODULES if one.parent.name not in _ANSWERS_SQL], ids=_name
)
def test_no_sql_outside_queries(path) -> None:
    """SQL that refdb runs stands in named files, never in a Python string."""
    assert [(line, text) for line, text in _strings(path) if _SQL.match(text)] == []


@pytest.mark.parametrize("path", _MODULES, ids=_name)
def test_rooms_keep_to_their_work(path) -> None:
    """Only config reads the environment, only report and cli print."""
    text, room = path.read_text(encoding="utf-8"), path.relative_to(_ROOT / "src").parts[1]
    if room != "config":
        assert not re.search(r"\bos\.(environ|getenv)", text)
    if room not in {"report", "cli"}:
        assert not re.search(r"\bprint\(|sys\.stdout|typer\.echo", text)


@pytest.mark.parametrize("path", _MODULES, ids=_name)
def test_files_and_functions_stay_small(path) -> None:
    """No file over 300 lines, no function over 60."""
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 300
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef):
            assert (node.end_lineno or 0) - node.lineno < 60, node.name


@pytest.mark.parametrize("path", _QUERIES, ids=_name)
def test_each_query_says_what_it_answers_and_is_used(path) -> None:
    """A query's first line is a comment, and some module loads it by its name."""
    assert path.read_text(encoding="utf-8").startswith("-- ")
    name = f"{path.parent.name}/{path.stem}"
    used = any(
        name in text or path.stem in text for module in _MODULES for _, text in _strings(module)
    )
    assert used, f"nothing loads {name}"


def test_constraints_hold_names_and_versions_only() -> None:
    """Every line of constraints.txt is `name==version`."""
    lines = (_ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    assert [one for one in lines if not re.fullmatch(r"[\w.\-]+==[\w.]+( ; .*)?", one)] == []
