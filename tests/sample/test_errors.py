"""What is told when sample data cannot be made."""

import psycopg
import pytest

from refdb.errors import BadTreeError, StatementFailedError
from refdb.sample import fill

FILE = "sql/sample/0001_step.sql"
GROUPS = (
    "groups",
    "select n as id, 'x' as name from generate_series(1, current_setting('sample.rows')::int) as n",
)
WRONG_NAMES = {
    ("public.gruops", "select 1 as id"): (2, "there is no table public.gruops", "schema.table"),
    ("groups", "select 1 as id, 'x' as nmae"): (
        4,
        "groups has no column nmae",
        "Did you mean name?",
    ),
    ("groups", "select 1, 'x' as name"): (4, "groups has no column ?column?", "as name"),
}
WRONG_STATEMENTS = {
    "-- purpose: Statements.\n\nselect 1;\ncommit;\n": (4, "commit cannot stand here: commit"),
    "-- purpose: Statements.\n\ncopy groups to stdout;\n": (
        3,
        "copy cannot stand here: copy groups to stdout",
    ),
}


@pytest.mark.parametrize("step", WRONG_NAMES)
def test_a_name_that_is_not_there_is_told(newest, samples, step) -> None:
    """A table or column that the database does not have is told with its line and a way out."""
    line, message, hint = WRONG_NAMES[step]
    with pytest.raises(BadTreeError) as caught:
        fill(newest, samples(step), rows=1)
    assert (caught.value.place, caught.value.message) == (f"{FILE}:{line}", message)
    assert hint in caught.value.hint


@pytest.mark.parametrize("text", WRONG_STATEMENTS)
def test_a_statement_that_cannot_run_is_told_before_anything_runs(newest, samples, text) -> None:
    """Transactions and the client's data have no place in a file of statements."""
    with pytest.raises(BadTreeError) as caught:
        fill(newest, samples(text), rows=1)
    line, message = WRONG_STATEMENTS[text]
    assert (caught.value.place, caught.value.message) == (f"{FILE}:{line}", message)


REFUSED = {
    "select 1 as id,\n  nope as name": (f"{FILE}:5:3", 'column "nope" does not exist'),
    "select n as id, (1 / (5 - n))::text as name\nfrom generate_series(1, 9) as n": (
        f"{FILE}:4",
        "division by zero",
    ),
    "select 1 as id, null as name": (f"{FILE}:4", 'null value in column "name"'),
    "select 'x' as id, 'x' as name": (f"{FILE}:4", "invalid input syntax for type integer"),
    "select n % 3 as id, 'x' as name from generate_series(1, 9) as n": (
        f"{FILE}:4",
        'could not create unique index "groups_pkey"',
    ),
    "select 1 as id, 2 as id": (f"{FILE}:4", 'column "id" specified more than once'),
}


@pytest.mark.parametrize("query", REFUSED)
def test_what_the_server_refuses_is_told_and_leaves_nothing(
    url, samples, query, ask, broken_indexes
) -> None:
    """An error on either side has its place; no row of the step stays and no index is broken."""
    place, message = REFUSED[query]
    with pytest.raises(StatementFailedError) as caught:
        fill(url, samples(("groups", query)), rows=1)
    assert caught.value.place == place
    assert message in caught.value.message
    assert ask(url, "select count(*) from groups") == [(0,)]
    assert broken_indexes(url) == []


def test_a_constraint_still_holds(newest, samples) -> None:
    """Checks of the table are made, and the server's detail is told."""
    with pytest.raises(StatementFailedError, match="violates check constraint") as caught:
        fill(newest, samples(("events", "select 1 as id, date '1999-01-01' as at")), rows=1)
    assert "Failing row contains" in caught.value.hint


def test_a_failed_statement_has_its_line(newest, samples, ask) -> None:
    """An error in a file of statements is told with its line; those before it are done."""
    text = "-- purpose: Statements.\n\ninsert into groups values (1, 'x');\nselect\n    1 / 0;\n"
    with pytest.raises(StatementFailedError, match="division by zero") as caught:
        fill(newest, samples(text), rows=1)
    assert caught.value.place == f"{FILE}:4"
    assert ask(newest, "select count(*) from groups") == [(1,)]


def test_earlier_steps_stay_when_a_later_one_fails(newest, samples, ask) -> None:
    """Each step is committed on its own."""
    with pytest.raises(StatementFailedError):
        fill(newest, samples(GROUPS, ("people", "select 1 / 0 as id")), rows=10)
    assert ask(newest, "select count(*) from groups") == [(10,)]


def test_who_may_not_write_to_a_table_is_told(newest, samples) -> None:
    """A user without the right gets one clear error with the file, and nothing is loaded."""
    with psycopg.connect(newest, autocommit=True) as conn:
        conn.execute("create role visitor login")
    with pytest.raises(StatementFailedError, match="permission denied for table") as caught:
        fill(newest.replace("postgres@", "visitor@"), samples(GROUPS), rows=100)
    assert caught.value.file
