"""Lint itself: which files it reads, what it keeps, what it lets pass."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from refdb import statistics
from refdb.errors import BadRequestError
from refdb.project import Project
from refdb.statistics.values import TABLE, Relation, Source, StatisticsSet

if TYPE_CHECKING:
    from pathlib import Path

_GOOD = "-- why: There are books.\n\ncreate table public.book (id uuid);\n"


@pytest.fixture
def tree(tmp_path, monkeypatch) -> Path:
    """A project with one migration and a cache of its own."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    root = tmp_path / "project"
    write(root, "migrations/0001_books.sql", _GOOD)
    write(
        root, "migrations/0001_books.rollback.sql", "-- loses: books\n\ndrop table public.book;\n"
    )
    (root / "refdb.toml").write_text("")
    return root


def write(root: Path, name: str, text: str | bytes) -> Path:
    """Writes a file of the tree."""
    path = root / "sql" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def lint(root: Path, *paths: Path, **options):
    """Lints, by the checker `tree` alone unless asked otherwise."""
    options.setdefault("only", ("tree",))
    return Project.load(root / "refdb.toml").lint(paths, **options)


def rules(answer) -> list[tuple[str, str]]:
    """The findings: their rules and files."""
    return [(one.rule, one.file) for one in answer.findings]


def test_a_good_tree_has_no_findings(tree) -> None:
    """Two files are read, and nothing is found."""
    answer = lint(tree)
    assert (answer.findings, answer.answer.files) == ((), 2)


_ODD = {
    "latin1.sql": ("-- why: Caf\xe9\n".encode("latin-1"), "tree/unreadable"),
    "null.sql": (b"select 1;\0", "tree/unreadable"),
    "binary.sql": (bytes(range(256)) * 40, "tree/unreadable"),
    "utf16.sql": ("select 1;".encode("utf-16"), "tree/unreadable"),
    "syntax.sql": (b"-- why: Odd.\n\nselect from where;\n", "tree/syntax"),
    "quote.sql": (b"-- why: Odd.\n\nselect 'no end\n", "tree/syntax"),
    "dollar.sql": (b"-- why: Odd.\n\ndo $$ begin\n", "tree/syntax"),
    "slip.sql": (b"-- why: Odd.\n-- transactionnal: false\n\nselect 1;\n", "tree/header"),
    "empty_key.sql": (b"-- why:\n\nselect 1;\n", "tree/header"),
    "psql.sql": (b"-- why: Odd.\n\n\\d book\n", "tree/syntax"),
}


@pytest.mark.parametrize("name", _ODD)
def test_a_file_that_cannot_be_read_is_a_finding(tree, name) -> None:
    """Whatever is in a file, lint says what is wrong with it, and what to do."""
    text, rule = _ODD[name]
    write(tree, f"migrations/{name}", text)
    found = lint(tree).findings
    assert [(one.rule, one.file) for one in found] == [(rule, f"sql/migrations/{name}")]
    assert all(one.hint for one in found)


def test_odd_things_that_are_named_like_files_are_findings(tree) -> None:
    """Folders, pipes, links into nothing and links that loop neither stop lint nor hang it."""
    folder = tree / "sql/migrations"
    (folder / "folder.sql").mkdir()
    os.mkfifo(folder / "pipe.sql")
    (folder / "gone.sql").symlink_to("nowhere")
    (folder / "loop.sql").symlink_to("loop.sql")
    (folder / "round").symlink_to("..")
    names = {"folder", "pipe", "gone", "loop"}
    assert {(one.rule, one.object) for one in lint(tree).findings} == {
        ("tree/unreadable", name) for name in names
    }


def test_a_folder_that_is_a_link_is_read_as_refdb_reads_it(tree) -> None:
    """`functions` may be a link; its files are looked at."""
    write(tree, "../elsewhere/bad.sql", "select from where;")
    (tree / "sql/functions").symlink_to("../elsewhere")
    assert rules(lint(tree)) == [("tree/syntax", "sql/functions/bad.sql")]


def test_a_file_in_no_folder_of_the_tree_is_a_stranger(tree) -> None:
    """A file that refdb never runs is told, so that nobody waits for it."""
    write(tree, "functions/more/lost.sql", "select 1;")
    assert rules(lint(tree)) == [("tree/stranger", "sql/functions/more/lost.sql")]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("plans/odd.sql", "-- expect: nonsense\n\nselect 1;\n"),
        ("tests/odd.sql", "select true;\n"),
        ("migrations/0002_odd.sql", "-- why: x.\n-- depends: 0009_gone\n\nselect 1;\n"),
        ("functions/odd.sql", "-- purpose: Nothing.\n"),
    ],
)
def test_what_refdb_cannot_work_with_is_a_finding(tree, name, text) -> None:
    """What another verb would refuse as a wrong tree, lint finds."""
    write(tree, name, text)
    assert rules(lint(tree)) == [("tree/wrong", f"sql/{name}")]


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    text=st.one_of(
        st.binary(max_size=200),
        st.text(max_size=200).map(lambda text: text.encode("utf-8", "surrogatepass")),
        st.lists(
            st.sampled_from(
                [
                    "select",
                    "'",
                    "$$",
                    "$a$",
                    "--",
                    "/*",
                    "*/",
                    ";",
                    "\n",
                    "begin",
                    "(",
                    "allow:",
                    "\\",
                ]
            )
        ).map(lambda words: " ".join(words).encode()),
    )
)
def test_no_content_of_a_file_stops_lint(tree, text) -> None:
    """Any bytes in a file give findings at most."""
    write(tree, "migrations/0002_any.sql", text)
    write(tree, "functions/any.sql", text)
    lint(tree, cache=False)


def test_ten_megabytes_are_looked_at(tree) -> None:
    """A huge file is parsed; that its style is not looked at is said."""
    write(
        tree, "migrations/0002_huge.sql", "-- why: Much.\n\n" + f"select '{'x' * 1000}';\n" * 10_500
    )
    answer = lint(tree, only=("style",))
    assert [(one.rule, one.file) for one in answer.notes] == [
        ("style/unread", "sql/migrations/0002_huge.sql")
    ]


_ALLOWED = "-- why: x.\n-- allow: {rule} {reason}\n\nselect A from public.b;\n"


def test_a_header_allows_a_rule_in_its_file(tree) -> None:
    """`-- allow: rule reason` excuses the file's findings of that rule, and no other."""
    text = _ALLOWED.format(rule="style/CP02", reason="it is quoted elsewhere")
    write(tree, "migrations/0002_x.sql", text)
    answer = lint(tree, only=("style",))
    assert answer.findings == ()
    assert [(one.rule, why) for one, why in answer.answer.excused] == [
        ("style/CP02", "it is quoted elsewhere")
    ]


@pytest.mark.parametrize(
    ("rule", "reason", "found", "hint"),
    [
        ("style/CP01", "none here", "tree/unused-allow", "Take the line out."),
        ("style/LT020", "no such", "tree/unknown-rule", "Did you mean style/LT02?"),
        ("nobody/cp", "no such", "tree/unknown-rule", "`refdb lint --rules` lists them."),
        ("style/CP02", "", "tree/allow", "Write `-- allow: style/CP02 why it may be so here`."),
    ],
)
def test_an_exception_without_sense_is_a_finding(tree, rule, reason, found, hint) -> None:
    """An exception needs a rule that there is, a breach, and a reason."""
    write(tree, "migrations/0002_x.sql", _ALLOWED.format(rule=rule, reason=reason))
    odd = [one for one in lint(tree, only=("style",)).findings if one.rule.startswith("tree/")]
    assert [(one.rule, one.hint, one.line) for one in odd] == [(found, hint, 2)]


def test_an_exception_of_what_was_not_looked_for_is_left_alone(tree) -> None:
    """Where style is skipped, nobody can say that an exception from it excuses nothing."""
    write(tree, "migrations/0002_x.sql", _ALLOWED.format(rule="style/CP01", reason="none"))
    assert lint(tree).findings == ()


def test_the_configuration_ignores_by_key(tree) -> None:
    """`*` stands for anything in [ignore]; a key that excuses nothing is a finding."""
    write(tree, "migrations/0002_x.sql", "-- why: x.\n\nselect A from public.b;\n")
    (tree / "refdb.toml").write_text(
        '[ignore]\n"style/*:0002_*" = "old"\n"style/CP01:0009*" = "gone"\n"style/XX:*" = "?"\n'
    )
    answer = lint(tree, only=("style",))
    assert [why for _, why in answer.answer.excused] == ["old"]
    assert [(one.rule, one.object) for one in answer.findings] == [
        ("tree/unknown-rule", "style/XX:*"),
        ("tree/unused-allow", "style/CP01:0009*"),
    ]


def test_what_is_known_is_not_looked_at_again(tree) -> None:
    """The second run asks for nothing; after a change, for that file only."""
    assert lint(tree).answer.cached == 0
    again = lint(tree).answer
    assert again.cached == again.asked > 0
    write(tree, "migrations/0001_books.sql", _GOOD + "select from where;\n")
    changed = lint(tree)
    assert rules(changed) == [("tree/syntax", "sql/migrations/0001_books.sql")]
    assert changed.answer.asked - changed.answer.cached <= 2
    assert rules(lint(tree)) == rules(changed)
    assert lint(tree, cache=False).answer.cached == 0


@pytest.mark.parametrize("spoil", ["", "{", "[]", '{"made_by": 1, "answers": []}', "\0", "entries"])
def test_a_spoilt_cache_is_an_empty_one(tree, tmp_path, spoil) -> None:
    """Whatever stands in the cache's file, the answer is the same."""
    write(tree, "migrations/0002_x.sql", "select from where;")
    right = rules(lint(tree))
    (file,) = (tmp_path / "cache/refdb/lint").iterdir()
    if spoil == "entries":
        kept = json.loads(file.read_text())
        kept["answers"] = {key: [["odd"], 3] for key in kept["answers"]}
        spoil = json.dumps(kept)
    file.write_text(spoil)
    assert rules(lint(tree)) == right == rules(lint(tree))


def test_a_cache_that_cannot_be_written_is_no_error(tree, monkeypatch) -> None:
    """Where the cache's folder is a file, lint answers all the same."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tree / "refdb.toml"))
    assert lint(tree).findings == ()


def test_two_processes_may_write_the_cache(tree) -> None:
    """Six runs at once all answer, and leave a cache that is whole."""
    for number in range(2, 30):
        write(tree, f"migrations/00{number:02}_x.sql", f"-- why: x.\n\nselect {number};\n")
    command = [sys.executable, "-m", "refdb", "lint", "--only", "tree"]
    runs = [subprocess.Popen(command, cwd=tree, stdout=subprocess.DEVNULL) for _ in range(6)]
    assert [one.wait() for one in runs] == [0] * 6
    again = lint(tree).answer
    assert again.cached == again.asked


def test_paths_choose_files_and_folders(tree) -> None:
    """Only what is named is answered about; what is not of the tree is refused."""
    write(tree, "migrations/0002_x.sql", "select from where;")
    write(tree, "functions/x.sql", "select from where;")
    assert rules(lint(tree, tree / "sql/functions")) == [("tree/syntax", "sql/functions/x.sql")]
    assert lint(tree, tree / "sql/migrations/0001_books.sql").findings == ()
    assert len(lint(tree, tree).findings) == 2
    for wrong in (tree / "refdb.toml", tree / "gone"):
        with pytest.raises(BadRequestError):
            lint(tree, wrong)


def _git(root: Path, *words: str) -> None:
    who = ("-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false")
    subprocess.run(["git", "-C", str(root), *who, *words], check=True, capture_output=True)


def test_only_what_changed_since_a_reference_is_answered_about(tree) -> None:
    """Committed, changed and new files since the branch began; nothing else."""
    for name in ("old", "edited", "committed"):
        write(tree, f"functions/{name}.sql", "select from where;")
    _git(tree, "init", "-q", "-b", "main")
    _git(tree, "add", "-A", ":!sql/functions/committed.sql")
    _git(tree, "commit", "-qm", "begin")
    _git(tree, "switch", "-qc", "branch")
    _git(tree, "add", "sql/functions/committed.sql")
    _git(tree, "commit", "-qm", "more")
    write(tree, "functions/edited.sql", "select from where from;")
    write(tree, "functions/new one.sql", "select from where;")
    found = lint(tree, changed_since="main").findings
    names = {one.object for one in found if one.rule == "tree/syntax"}
    assert names == {"edited", "committed", "new one"}
    for wrong in ("nothing", "--all"):
        with pytest.raises(BadRequestError):
            lint(tree, changed_since=wrong)


def test_a_wrong_name_is_refused_with_the_right_one(tree) -> None:
    """--only and --skip name checkers and rules that there are."""
    with pytest.raises(BadRequestError) as refused:
        lint(tree, only=("stile",))
    assert refused.value.hint == "Did you mean style?"
    with pytest.raises(BadRequestError):
        lint(tree, skip=("style/CP99",))


def test_what_cannot_be_looked_at_is_told(tree, monkeypatch) -> None:
    """Without sqlfluff there is a note that says what to install; --strict makes it a finding."""
    monkeypatch.setattr("refdb.lint.style.config.find_spec", lambda _: None)
    answer = lint(tree, only=("style",))
    assert answer.findings == ()
    assert [(one.rule, one.hint) for one in answer.unchecked] == [
        ("style/not-checked", "Install it: pip install 'refdb[lint]'.")
    ]
    assert [one.rule for one in lint(tree, only=("style",), strict=True).findings] == [
        "style/not-checked"
    ]


@pytest.mark.parametrize(("rows", "told"), [(None, "at 1M rows"), (50_000_000, "at 50M rows")])
def test_the_only_statistics_set_tells_how_large_tables_are(tree, rows, told) -> None:
    """Waits are told for the rows that production has, and for a million where nobody knows."""
    index = "-- why: Looked for.\n\ncreate index book_id_idx on public.book (id);\n"
    write(tree, "migrations/0002_index.sql", index)
    undo = "-- loses: nothing\n\ndrop index public.book_id_idx;\n"
    write(tree, "migrations/0002_index.rollback.sql", undo)
    if rows:
        book = Relation(TABLE, rows, rows // 100)
        live = StatisticsSet(Source(180_004), relations={"public.book": book})
        write(tree, "statistics/live.json", statistics.written(live))
    (found,) = lint(tree, only=("safety/index",)).findings
    assert told in found.message


def test_a_warm_run_loads_nothing_heavy(tree) -> None:
    """Where everything is known, no parser, no driver and no linter is imported."""
    command = [sys.executable, "-X", "importtime", "-m", "refdb", "lint"]
    command += ["--only", "style", "--only", "tree"]
    how = {"cwd": tree, "capture_output": True, "text": True, "check": False}
    runs = [subprocess.run(command, **how) for _ in range(2)]  # noqa: PLW1510 - see how
    assert [one.returncode for one in runs] == [0, 0]
    loaded = {line.rpartition("|")[2].strip() for line in runs[1].stderr.splitlines()}
    assert not loaded & {"psycopg", "pglast", "sqlfluff", "rich"}
