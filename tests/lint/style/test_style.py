"""Style: sqlfluff over files and bodies, its configuration, and what it repairs."""

from __future__ import annotations

import subprocess
import tomllib
from pathlib import Path

import pytest

from refdb.lint.sources import Source
from refdb.lint.style import config, inner
from refdb.project import Project

_ROOT = Path(__file__).parents[3]
_NEW = "migrations/0002_new.sql"


@pytest.fixture
def root(tmp_path, monkeypatch) -> Path:
    """A project with an empty tree and a cache of its own."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    (tmp_path / "project/sql/migrations").mkdir(parents=True)
    (tmp_path / "project/refdb.toml").write_text("")
    return tmp_path / "project"


def write(root: Path, text: str, name: str = _NEW) -> Path:
    """Writes a file of the tree."""
    path = root / "sql" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode())
    return path


def lint(root: Path, *paths: Path, **options):
    """Lints the style of a project."""
    return Project.load(root / "refdb.toml").lint(paths, only=("style",), **options)


def places(answer) -> list[tuple[str, int, int]]:
    """The findings: their rules, lines and columns."""
    return [(one.rule, one.line, one.column) for one in answer.findings]


_FUNCTION = """\
-- purpose: Counts.

create or replace function public.count_books(p_shelf uuid, out number bigint)
language plpgsql
stable
as $$
declare
    v_row record;
begin
    select count(*)
    into number
    from public.book as book
    WHERE book.shelf_id = p_shelf;
    for v_row in
        select
            book.id,
              book.title
        from public.book as book
    loop
        select book.id into v_row FROM public.book as book;
        perform 1;
    end loop;
    if number > 1 then
        return;
    end if;
end;
$$;
"""


def test_a_body_is_looked_at_line_by_line(root) -> None:
    """SQL inside a PL/pgSQL body is linted, each finding at its own line and column."""
    write(root, _FUNCTION, "functions/count_books.sql")
    assert places(lint(root)) == [
        ("style/CP01", 13, 5),
        ("style/LT02", 17, 9),
        ("style/CP01", 20, 35),
    ]


def test_bodies_of_sql_and_do_are_looked_at(root) -> None:
    """A body in quotes in SQL, and a do block, are linted too."""
    body = "-- purpose: x.\n\ncreate function public.x()\nreturns integer\nlanguage sql\nas $x$\n"
    write(root, body + "    SELECT 1;\n$x$;\n", "functions/x.sql")
    write(root, "do $$\nbegin\n    delete FROM public.book;\nend;\n$$;\n")
    assert places(lint(root)) == [("style/CP01", 7, 5), ("style/CP01", 3, 12)]


def test_every_body_of_the_referral_schema_is_read() -> None:
    """Each statement of PL/pgSQL that sqlfluff could read is found where it stands."""
    count = 0
    for path in sorted((_ROOT / "sql/functions").glob("*.sql")):
        source = Source(path, path.name, "function", path.read_text(encoding="utf-8"))
        lines = source.text.split("\n")
        for piece in inner.body_pieces(source):
            for number, text in enumerate(piece.text.rstrip(";\n").split("\n"), 1):
                line, column = piece.place(number, 1)
                assert lines[line - 1][column - 1 :].startswith(text.split("  ")[0])
            count += 1
    assert count > 60


def test_one_statement_that_sqlfluff_cannot_read_hides_no_other(root) -> None:
    """What Postgres reads and sqlfluff does not is a note with its lines; the rest is linted."""
    write(root, "select count(*) from only public.a;\n\nselect 1 FROM public.b;\n")
    answer = lint(root)
    assert places(answer) == [("style/CP01", 3, 10)]
    assert [one.message for one in answer.notes] == [
        "the style of lines 1 is not looked at: sqlfluff cannot read it"
    ]


def test_a_big_file_is_looked_at_in_pieces(root) -> None:
    """Findings behind the first piece of a big file stand at their own lines."""
    many = "".join(f"select '{number:080}';\n" for number in range(800))
    write(root, f"{many}select 1 AS x;\n")
    assert places(lint(root)) == [("style/CP01", 801, 10)]


def test_rollbacks_are_in_the_words_of_the_catalog(root) -> None:
    """A rollback's style is nobody's matter."""
    write(root, "select 1;\n")
    write(root, "DROP TABLE public.x;\n", "migrations/0002_new.rollback.sql")
    assert lint(root).findings == ()


def test_this_repository_is_configured_as_every_tree() -> None:
    """[tool.sqlfluff] in pyproject.toml says what refdb gives trees without it."""
    given = tomllib.loads(Path(config.__file__).with_name("defaults.toml").read_text())
    flat = {
        (section, *name.split(".")): value
        for section, names in given.items()
        for name, value in names.items()
    }
    own = tomllib.loads((_ROOT / "pyproject.toml").read_text())["tool"]["sqlfluff"]
    for names, value in flat.items():
        found = own
        for name in names:
            found = found[name]
        assert found == value


def test_a_project_configures_its_style(root) -> None:
    """pyproject.toml goes before refdb's own, and what was kept is asked anew."""
    write(root, "select A from public.b;\n")
    assert places(lint(root)) == [("style/CP02", 1, 8)]
    (root / "pyproject.toml").write_text('[tool.sqlfluff.core]\nexclude_rules = "CP02"\n')
    assert lint(root).findings == ()
    (root / "pyproject.toml").write_text("[tool.sqlfluff.core]\ndialect = 5\n")
    assert places(lint(root)) == [("style/CP02", 1, 8)]


def test_a_repair_changes_no_statement(root) -> None:
    """--fix writes the file, keeps its line ends and its body, and the findings are gone."""
    body = "create function public.x() returns integer language sql as $$ SELECT 1 $$;\r\n"
    path = write(root, f"SELECT\r\n    a.x\r\nFROM public.a AS a;\r\n{body}")
    answer = lint(root, fix=True)
    assert answer.fixed == (f"sql/{_NEW}",)
    assert path.read_bytes().decode() == f"select a.x\r\nfrom public.a as a;\r\n{body}"
    assert places(answer) == [("style/CP01", 3, body.index("SELECT") + 1)]


def test_a_repair_that_would_change_a_statement_is_not_made(root) -> None:
    """`count(1)` and `count(*)` are two trees: layout only is repaired there."""
    path = write(root, "SELECT count(1) FROM public.a AS a;\n")
    lint(root, fix=True)
    assert path.read_text() == "select count(1) from public.a as a;\n"


def test_a_migration_that_is_committed_is_repaired_by_name_only(root) -> None:
    """It may have run: --fix leaves it alone unless somebody names it."""
    path = write(root, "SELECT 1;\n")
    who = ("-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false")
    for words in (("init", "-q"), ("add", "-A"), ("commit", "-qm", "x")):
        subprocess.run(["git", "-C", str(root), *who, *words], check=True, capture_output=True)
    assert lint(root, fix=True).fixed == ()
    assert lint(root, path.parent, fix=True).fixed == ()
    assert lint(root, path, fix=True).fixed == (f"sql/{_NEW}",)


def test_a_page_says_how_a_rule_is_configured_and_allowed(root) -> None:
    """--explain of sqlfluff's rules has its words, its settings here, and the exception."""
    page = Project.load(root / "refdb.toml").lint_page("style/CP01").text
    assert page.startswith("# style/CP01: capitalisation.keywords\n")
    assert "- capitalisation_policy = lower" in page
    assert "-- allow: style/CP01 why it may be so here" in page


def test_every_rule_is_listed_with_a_page(root) -> None:
    """Each rule that lint knows has a sentence and a page."""
    project = Project.load(root / "refdb.toml")
    names = [one.name for one in project.lint_rules().rules]
    assert len(names) == len(set(names)) > 60
    assert all(one.summary for one in project.lint_rules().rules)
    assert all(project.lint_page(one).text for one in names[::10])
