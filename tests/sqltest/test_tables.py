"""Tables that are expected below a query."""

import psycopg
import pytest

from refdb.errors import BadTreeError
from refdb.sqltest import run
from refdb.tree import Tree

PASSING = {
    "one row": "select 1 as a, 'x' as b;\n-- expect:\n--   a | b\n--   1 | x\n",
    "a rule below the names": "select 1 as a;\n-- expect:\n--   a\n--   ---\n--   1\n",
    "frames": "select 1 as a, 2 as b;\n-- expect:\n-- | a | b |\n-- |---+---|\n-- | 1 | 2 |\n",
    "null and its text": "select null as a, 'null' as b;\n-- expect:\n--   a    | b\n"
    "--   null | 'null'\n",
    "bars, quotes, spaces": "select 'x|y' as a, 'it''s' as b, ' z' as c, '' as d, e'p\\nq' as e;\n"
    "-- expect:\n--   a     | b    | c    | d | e\n--   'x|y' | it's | ' z' |   | 'p\\nq'\n",
    "a backslash": "select '\\x41'::bytea as a, e'c\\\\nd ' as b;\n-- expect:\n--   a    | b\n"
    "--   \\x41 | 'c\\\\nd '\n",
    "no row": "select 1 as a where false;\n-- expect:\n--   a\n",
    "words for booleans": "select false as a, true as b;\n-- expect:\n--   a | b\n--   f | true\n",
    "any order": "select n from generate_series(1, 3) as n;\n-- expect: in any order\n--   n\n"
    "--   3\n--   1\n--   2\n",
    "several, and returning": "create temporary table t (a integer);\n"
    "insert into t values (4) returning a;\n-- expect:\n--   a\n--   4\n\nselect count(*) from t;\n"
    "-- expect:\n--   count\n--   1\n\n-- Prose | with a bar.\nselect true;\n",
    "a table and an error": "-- error: 22012\nselect 2 as a;\n-- expect:\n--   a\n--   2\n\n"
    "select 1 / 0;\n",
    "the word inside a statement": "select '\n-- expect:\n--   a\n' is not null;\n",
}


@pytest.fixture
def findings(tmp_path, database):
    """Answers a function that runs one file and answers each test's findings."""

    def findings_of(text):
        folder = tmp_path / "sql" / "tests"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "t.sql").write_text(text)
        results = run(database, Tree(tmp_path / "sql", tmp_path).tests)
        return {one.test.sentence: list(one.findings) for one in results}

    return findings_of


def test_tables_that_are_as_expected(findings) -> None:
    """A query that gives the table written below it passes, whatever stands in its cells."""
    text = "".join(f"-- test: {name}.\n{body}\n" for name, body in PASSING.items())
    assert findings(text) == {f"{name}.": [] for name in PASSING}


def test_a_difference_is_shown_row_by_row(findings) -> None:
    """Rows missing, added and changed are told, each below the one it should have been."""
    rows = "(values (1, 'Ada'), (2, 'Mirzo'), (4, null)) as v (rank, name)"
    text = (
        f"-- test: One.\nselect rank, name from {rows};\n\n-- expect:\n--   rank | name\n"
        "--   1    | Ada\n--   2    | Nilufar\n--   3    | Bo\n--   4    | null\n"
    )
    (finding,) = findings(text)["One."]
    assert (finding.rule, finding.line) == ("test/table", 4)
    assert finding.message == "not the table expected: 2 rows missing, 1 too many"
    assert finding.hint.split("\n")[:-1] == [
        "  rank | name",
        "  1    | Ada",
        "- 2    | Nilufar  expected",
        "+ 2    | Mirzo    got",
        "- 3    | Bo       expected",
        "  4    | null",
    ]


def test_long_tables_are_shown_near_the_difference_only(findings) -> None:
    """Of many equal rows the two before and after a difference are shown."""
    rows = "".join(f"--   {7 if n == 50 else n}\n" for n in range(1, 101))
    text = f"-- test: One.\nselect n from generate_series(1, 100) as n;\n-- expect:\n--   n\n{rows}"
    (finding,) = findings(text)["One."]
    shown = finding.hint.split("\n")[:-1]
    assert shown[:2] == ["  n", "  …"]
    assert shown[4:6] == ["- 7    expected", "+ 50   got"]
    assert len(shown) == 9


def test_wide_tables_keep_to_80_columns_and_show_what_differs(findings) -> None:
    """A long value is cut to the part that differs, and no line is wider than a terminal."""
    text = (
        "-- test: One.\nselect repeat('a', 90) || 'XYZ' || repeat('b', 90) as long, "
        "repeat('c', 200) as same, 'short' as word;\n-- expect:\n--   long | same | word\n"
        f"--   {'a' * 90}XQZ{'b' * 90} | {'c' * 200} | short\n"
    )
    (finding,) = findings(text)["One."]
    *shown, _ = finding.hint.split("\n")
    assert max(map(len, shown)) <= 78
    assert "XQZ" in shown[1]
    assert "XYZ" in shown[2]


FAILING = {
    "select 1 as a;\n-- expect:\n--   b\n--   1\n": "the columns are not those expected",
    "select 1 as a;\n-- expect:\n--   a\n": "not the table expected: 1 row too many",
    "select 1 as a where false;\n-- expect:\n--   a\n--   1\n--   2\n": "not the table expected: "
    "2 rows missing",
    "select 2 as a union all select 1;\n-- expect:\n--   a\n--   1\n--   2\n": "not the table "
    "expected: 1 row missing, 1 too many",
    "select 1 as a union all select 1;\n-- expect: in any order\n--   a\n--   1\n": "not the table "
    "expected: 1 row too many",
    "do $$ begin end $$;\n-- expect:\n--   a\n": "expects a table, and the statement gives none",
    "select 1 as a;\n-- expect:\n--   a\n--   1 \n\nselect 1 / 0;\n": "division by zero (22012)",
    "select ''::text as a;\n-- expect:\n--   a\n--   null\n": "not the table expected: "
    "1 row missing, 1 too many",
}


@pytest.mark.parametrize("body", FAILING)
def test_tables_that_are_not_as_expected(findings, body) -> None:
    """Each way in which a table can differ fails, with one sentence."""
    (finding,) = findings(f"-- test: One.\n{body}")["One."]
    assert finding.message == FAILING[body]
    assert finding.file == "sql/tests/t.sql"


WRONG = {
    "-- test: One.\n-- expect:\n--   a\nselect 1 as a;\n": (2, "expects a table of no statement"),
    "-- test: One.\nselect 1;\n-- expect:\n": (3, "expects a table that is not there"),
    "-- test: One.\nselect 1;\n-- expect: sorted\n--   a\n": (3, "expect says 'sorted'"),
    "-- test: One.\nselect 1;\n-- expect:\n--   a | b\n--   1\n": (
        5,
        "the row has 1 cells for 2 columns",
    ),
    "-- test: One.\nselect 1;\n-- expected:\n--   a\n": (3, "unknown key expected"),
    "select 1;\n-- expect:\n--   a\n-- test: One.\nselect true;\n": (
        2,
        "expects a table above the first test",
    ),
}


@pytest.mark.parametrize("text", WRONG)
def test_tables_that_cannot_be_read(tmp_path, text) -> None:
    """A block that would test nothing or cannot be read is an error with its line."""
    folder = tmp_path / "sql" / "tests"
    folder.mkdir(parents=True)
    (folder / "t.sql").write_text(text)
    with pytest.raises(BadTreeError) as caught:
        _ = Tree(tmp_path / "sql", tmp_path).tests
    assert (caught.value.line, caught.value.message) == WRONG[text]


def test_values_are_those_that_the_server_writes(findings, database) -> None:
    """Every type is compared as the server writes it: nothing is rounded on the way."""
    with psycopg.connect(database) as conn:
        assert conn.execute("show extra_float_digits").fetchone() == ("1",)
    text = (
        "-- test: One.\nselect 0.1::float8 + 0.2 as a, '{1,2}'::int[] as b, 1.50 as c, "
        "'infinity'::date as d;\n-- expect:\n--   a | b | c | d\n"
        "--   0.30000000000000004 | {1,2} | 1.50 | infinity\n"
    )
    assert findings(text) == {"One.": []}
