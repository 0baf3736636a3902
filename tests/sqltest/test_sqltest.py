"""SQL tests on a real server."""

import psycopg
import pytest

from refdb.errors import CannotConnectError
from refdb.sqltest import run
from refdb.tree import Tree

SCHEMA = """
create table students (id integer primary key, points integer not null check (points >= 0));
create table marks (student_id integer references students (id) deferrable initially deferred);
create domain truth as boolean;
create function fail(code text) returns integer language plpgsql as $$
begin
    raise exception 'no % left', 'seat' using errcode = code, detail = 'All 3 are taken.';
end;
$$;
"""


@pytest.fixture
def results(tmp_path, database):
    """Answers a function that runs files of tests, given as texts, and answers the results."""
    with psycopg.connect(database, autocommit=True) as conn:
        conn.execute(SCHEMA)

    def results_of(*texts, **options):
        folder = tmp_path / "sql" / "tests"
        folder.mkdir(parents=True, exist_ok=True)
        for number, text in enumerate(texts):
            (folder / f"t{number:02}.sql").write_text(text)
        return run(database, Tree(tmp_path / "sql", tmp_path).tests, **options)

    return results_of


def _told(result):
    return [(one.rule, one.line, one.message) for one in result.findings]


PASSING = {
    "one boolean": "select 1 = 1;",
    "every boolean of every row": "select n > 0, n, n < 9 from generate_series(1, 5) as n;",
    "a domain over boolean": "select true::truth;",
    "statements without a boolean are run": "insert into students values (7, 3);\n"
    "select points = 3, points from students where id = 7;",
    "returning": "insert into students values (7, 3) returning points = 3;",
    "an error that is expected": "-- error: RD001\nselect fail('RD001');",
    "an error after true rows": "-- error: 23505\ninsert into students values (1, 1);\n"
    "select count(*) = 1 from students;\ninsert into students values (1, 1);",
    "a deferred error": "-- error: 23503\ninsert into marks values (1);\n"
    "set constraints all immediate;",
    "percent signs and braces": "select '%s {0} %' like '%{0}%';",
    "its own role and settings": "set local role pg_read_all_data;\n"
    "select current_user = 'pg_read_all_data';",
    "a savepoint": "savepoint a;\ninsert into students values (1, 1);\nrollback to a;\n"
    "select count(*) = 0 from students;",
    "a procedure and a do block": "do $$ begin perform 1; end $$;\nselect true;",
}


def test_tests_that_pass(results) -> None:
    """Everything that a test may do passes when it is so."""
    text = "".join(f"-- test: {name}.\n{body}\n\n" for name, body in PASSING.items())
    assert {one.test.sentence: _told(one) for one in results(text)} == {
        f"{name}.": [] for name in PASSING
    }


FAILING = {
    "select 1 = 2;": ("test/false", 2, "not true: the row is ?column? = false"),
    "select null::boolean as is_there;": (
        "test/false",
        2,
        "not true: the row is is_there = null",
    ),
    "select\n    points = 4 as is_right, points, id, null as note\n"
    "from (values (3, ' a  b')) as v (points, id);": (
        "test/false",
        2,
        "not true: the row is is_right = false, points = 3, id = a b, note = null",
    ),
    "select true;\nselect n <> 2 as ok, n from generate_series(1, 3) as n;": (
        "test/false",
        3,
        "not true: row 2 of 3 is ok = false, n = 2",
    ),
    "select true as one, false as two;": (
        "test/false",
        2,
        "not true: the row is one = true, two = false",
    ),
    "select points = 3 from students;": (
        "test/no-row",
        2,
        "gives no row, so nothing was shown to be true",
    ),
    "select 'infinity'::date, '{}'::int[], 1 = 2 as ok;": (
        "test/false",
        2,
        "not true: the row is date = infinity, int4 = {}, ok = false",
    ),
    "select 1;": (
        "test/nothing",
        1,
        "asserts nothing: no statement gives a boolean column or has `-- expect:` below",
    ),
    "select true;\nselect\n    nope;": (
        "test/error",
        4,
        'column "nope" does not exist (42703)',
    ),
    "select true;\ninsert into students values (1, -1);": (
        "test/error",
        3,
        'new row for relation "students" violates check constraint "students_points_check" (23514)',
    ),
    "-- error: RD001\nselect 1;": (
        "test/error-missing",
        3,
        "expects error RD001, but the last statement raised none",
    ),
    "-- error: RD001\nselect fail('RD002');": (
        "test/error",
        3,
        "expects error RD001, but got: no seat left (RD002)",
    ),
    "-- error: RD001\nselect fail('RD001');\nselect 1;": (
        "test/error",
        3,
        "expects error RD001 of its last statement, but it came before: no seat left (RD001)",
    ),
    "-- error: 22012\nselect 1 = 2;\nselect 1 / 0;": (
        "test/false",
        3,
        "not true: the row is ?column? = false",
    ),
    "commit;\nselect true;": (
        "test/statement",
        2,
        "commit ends the transaction that the test is rolled back with",
    ),
    "copy students to stdout;\nselect true;": (
        "test/statement",
        2,
        "copy to or from the client cannot run here",
    ),
    "create index concurrently on students (points);\nselect true;": (
        "test/error",
        2,
        "CREATE INDEX CONCURRENTLY cannot run inside a transaction block (25001)",
    ),
}


@pytest.mark.parametrize("body", FAILING)
def test_a_test_that_fails(results, body) -> None:
    """Each way of failing is told with its line and what the server gave, and only once."""
    (result,) = results(f"-- test: One.\n{body}\n")
    assert not result.passed
    assert _told(result) == [FAILING[body]]
    assert {(one.file, one.object) for one in result.findings} == {("sql/tests/t00.sql", "One.")}


def test_many_wrong_rows_are_counted(results) -> None:
    """Of many wrong rows three are told, and how many more there are."""
    (result,) = results("-- test: One.\nselect n < 3 as ok, n from generate_series(1, 9) as n;\n")
    assert [one.message for one in result.findings] == [
        "not true: row 3 of 9 is ok = false, n = 3",
        "not true: row 4 of 9 is ok = false, n = 4",
        "not true: row 5 of 9 is ok = false, n = 5",
        "not true in 4 more rows",
    ]


def test_all_untrue_statements_are_told(results) -> None:
    """A false row does not hide the next one; an error ends the test."""
    body = "select 1 = 2;\nselect true;\nselect 3 = 4;\nselect 1 / 0;\nselect 5 = 6;\n"
    (result,) = results(f"-- test: One.\n{body}")
    assert [one.line for one in result.findings] == [2, 4, 5]


def test_hints_say_what_to_do(results) -> None:
    """A failure has the statement, or the server's own detail, or the next thing to write."""
    made = results(
        "-- test: Bare.\nselect\n  1 = 2;\n-- test: Shown.\nselect 1 = 2, 1;\n"
        "-- test: Unmeant.\nselect 1 / 0;\n-- test: Detailed.\nselect fail('RD002');\n"
    )
    hints = [one.findings[0].hint for one in made]
    assert hints[0] == "In `select 1 = 2`. Select the compared values too, to see them."
    assert hints[1] == "In `select 1 = 2, 1`."
    assert hints[2] == "Is it meant? Then write `-- error: 22012`."
    assert hints[3].startswith("All 3 are taken.")


def test_long_values_are_cut(results) -> None:
    """A value that fills the screen is cut."""
    (result,) = results("-- test: One.\nselect false as ok, repeat('x', 5000) as text;\n")
    assert len(result.findings[0].message) < 200
    assert result.findings[0].message.endswith("…")


def test_the_set_up_runs_before_each_test_and_nothing_stays(results, database) -> None:
    """Every test of a file begins with its set-up, and sees nothing of the test before it."""
    setup = "insert into students values (1, 10);\nselect false as ignored;\n"
    one = (
        "-- test: {}.\nselect count(*) = 1 and coalesce(current_setting('my.word', true), '') "
        "= '' from students;\ninsert into students values (2, 2);\n"
        "set my.word = 'left';\nprepare mine as select 1;\n"
    )
    made = results(setup + one.format("First") + one.format("Second"))
    assert [_told(result) for result in made] == [[], []]
    with psycopg.connect(database) as conn:
        assert conn.execute("select count(*) from students").fetchone() == (0,)


def test_settings_do_not_leak_into_the_next_test(results) -> None:
    """What a test sets for the session is undone before the next test."""
    made = results(
        "-- test: First.\nset work_mem = '1MB';\nset role pg_monitor;\nselect true;\n"
        "-- test: Second.\nselect current_setting('work_mem') <> '1MB', "
        "current_user <> 'pg_monitor', current_setting('statement_timeout') = '30s';\n"
    )
    assert [_told(result) for result in made] == [[], []]


def test_a_broken_set_up_fails_each_test_of_its_file_only(results) -> None:
    """An error in the set-up is told with its own line, and other files go on."""
    broken = "select 1;\nselect 1 / 0;\n-- test: A.\nselect true;\n-- test: B.\nselect true;\n"
    first, second, third = results(broken, "-- test: C.\nselect true;\n")
    told = [("test/error", 2, "division by zero (22012)")]
    assert [_told(first), _told(second), _told(third)] == [told, told, []]


def test_an_error_of_the_set_up_is_not_the_expected_one(results) -> None:
    """A test that expects an error fails when its set-up raises it."""
    (result,) = results("select 1 / 0;\n-- test: A.\n-- error: 22012\nselect 1 / 0;\n")
    assert "but it came before: division by zero" in result.findings[0].message


def test_a_changed_table_does_not_spoil_a_repeated_statement(results) -> None:
    """One text may be run any number of times before and after its table's shape changed."""
    text = (
        "-- test: One.\n"
        + "select * from students;\n" * 9
        + "do $$ begin alter table students add column name text; end $$;\n"
        + "select * from students;\nselect true;\n"
    )
    assert [_told(result) for result in results(text)] == [[]]


def test_a_statement_that_never_ends_is_cut_off(results) -> None:
    """The timeout ends a statement, and the next test runs."""
    slow, good = results(
        "-- test: Slow.\nselect pg_sleep(60);\n-- test: Good.\nselect true;\n", timeout="200ms"
    )
    assert _told(slow)[0][2] == "canceling statement due to statement timeout (57014)"
    assert "set local statement_timeout" in slow.findings[0].hint
    assert good.passed


def test_a_lost_connection_is_one_clear_error(results) -> None:
    """When a test ends the connection the error names the test, the file and the line."""
    text = (
        "-- test: Good.\nselect true;\n-- test: Bad.\nselect true;\n"
        "select pg_terminate_backend(pg_backend_pid());\n"
    )
    with pytest.raises(CannotConnectError, match=r"lost in the test 'Bad\.'") as caught:
        results(text)
    assert caught.value.place == "sql/tests/t00.sql:5"


def test_results_have_their_time(results) -> None:
    """Each result knows how long its test took."""
    (result,) = results("-- test: One.\nselect true;\n")
    assert result.duration_ms > 0


def test_no_tests_give_no_results(results) -> None:
    """A tree without tests has no results, and that is no error."""
    assert results() == ()
