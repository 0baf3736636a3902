"""pgTAP files, run as they are."""

import pytest

from refdb.sqltest import run_tap
from refdb.sqltest.tap import Said, results_of
from refdb.sqltext import split
from refdb.tree import Tree

pytestmark = pytest.mark.needs("local15", "pgtap")

FILE = r"""\unset ECHO
\set QUIET 1
\pset format unaligned
begin;
select plan(6);
create table pupils (id integer primary key, name text);
insert into pupils values (1, 'Ada');
select has_table('pupils');
select is(
    (select name from pupils where id = 1),
    'Bo',
    'The first pupil is Bo.'
);
select ok(true, 'This holds.'), 7;
select throws_ok('insert into pupils values (1, null)', '23505');
select * from todo('Not yet.', 1);
select ok(false, 'This will hold.');
select skip('No time.', 1);
select * from finish();
rollback;
"""


@pytest.fixture(scope="module")
def url(server):
    """Answers the URL of a database on PostgreSQL 15, where pgTAP is."""
    from servers import fresh_database

    return fresh_database(server(15))


@pytest.fixture
def results(tmp_path, url):
    """Answers a function that runs a text as a pgTAP file and answers its results."""

    def results_of_text(text, name="t.sql"):
        folder = tmp_path / "sql" / "tests"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
        tree = Tree(tmp_path / "sql", tmp_path)
        assert tree.tests == ()
        (file,) = tree.taps
        return run_tap(url, file)

    return results_of_text


def test_each_ok_and_not_ok_is_a_result(results) -> None:
    """A file of psql's and pgTAP's own words gives a result an assertion, with line and reason."""
    made = results(FILE)
    assert [(one.passed, one.test.sentence, one.test.line, one.skipped) for one in made] == [
        (True, "Table pupils should exist", 8, ""),
        (False, "The first pupil is Bo.", 9, ""),
        (True, "This holds.", 14, ""),
        (True, "threw 23505", 15, ""),
        (True, "This will hold.", 17, "todo: Not yet."),
        (True, "assertion 6", 18, "skip: No time."),
    ]
    (finding,) = made[1].findings
    assert (finding.file, finding.line, finding.rule) == ("sql/tests/t.sql", 9, "test/assertion")
    assert finding.hint.split("\n")[:2] == ["have: Ada", "want: Bo"]


def test_what_a_file_commits_or_leaves_open_is_its_own(results) -> None:
    """A file without a transaction runs, as does one that ends in .pg."""
    assert [one.passed for one in results("select plan(1);\nselect pass();\n", "t.pg")] == [True]


BROKEN = {
    "select plan(2);\nselect pass('One.');\nselect * from finish();\n": (
        "test/plan",
        3,
        "planned 2 assertions, and 1 ran",
    ),
    "select no_plan();\nselect pass('One.');\n": (
        "test/plan",
        2,
        "tells no plan: `1..N` never came",
    ),
    "select plan(1);\nselect pass('One.');\nselect nope();\n": (
        "test/error",
        3,
        "function nope() does not exist (42883)",
    ),
    "select plan(1);\nselect pass('One.');\nselect 'Bail out!  Enough.';\n": (
        "test/plan",
        3,
        "Bail out!  Enough.",
    ),
}


@pytest.mark.parametrize("text", BROKEN)
def test_a_file_that_does_not_do_what_it_planned_fails(results, text) -> None:
    """Too few assertions, no plan, an error or giving up is a failure with its line."""
    first, last = results(text)
    assert first.passed
    (finding,) = last.findings
    assert (finding.rule, finding.line, finding.message) == BROKEN[text]


def test_subtests_count_once() -> None:
    """What `runtests` says, subtests indented below, is one result a test function."""
    (statement,) = split("select * from runtests()")
    lines = [
        "    # Subtest: public.test_a()",
        "    not ok 1 - inner",
        "    1..1",
        "not ok 1 - public.test_a",
        '# Failed test 1: "public.test_a"',
        "1..1",
    ]
    (result,) = results_of("f.sql", [Said(line, statement, 1.0) for line in lines])
    assert not result.passed
    assert result.test.sentence == "public.test_a"


def test_a_test_of_refdb_that_calls_plan_is_no_pgtap_file(tmp_path) -> None:
    """A file with `-- test:` is refdb's own, whatever functions it calls."""
    folder = tmp_path / "sql" / "tests"
    folder.mkdir(parents=True)
    (folder / "t.sql").write_text("-- test: One.\nselect plan(1) is null;\n")
    tree = Tree(tmp_path / "sql", tmp_path)
    assert (len(tree.tests), tree.taps) == (1, ())
