"""Contracts, SQL tests, objects and sample files as values."""

import pytest

from refdb.errors import BadTreeError
from trees import write_tree


def _contract(tmp_path, text):
    return write_tree(tmp_path, {}, plans__one=text).contracts[0]


@pytest.mark.parametrize(
    ("text", "subject", "name"),
    [
        ("index a_idx", "index", "a_idx"),
        ("index only a_idx", "index only scan", "a_idx"),
        ("index only scan a_idx", "index only scan", "a_idx"),
        ("bitmap a_idx", "bitmap scan", "a_idx"),
        ("seq scan on public.a", "seq scan", "public.a"),
        ("seq scan", "seq scan", ""),
        ("sort", "sort", ""),
        ("node Hash Join", "node", "Hash Join"),
    ],
)
def test_clause_is_read(tmp_path, text, subject, name) -> None:
    """Each form of a clause is what it says."""
    clause = _contract(tmp_path, f"-- expect: {text}\nselect 1;").expects[0]
    assert (clause.subject, clause.name, clause.line) == (subject, name, 1)


def test_promises_that_are_numbers_are_read(tmp_path) -> None:
    """Cost, rows and how well rows are estimated are promises with their line and words."""
    text = (
        "-- max_cost: 1,200.5\n-- max_rows: 10k\n-- expect: sort, rows within 10x\n"
        "-- rows_within: 2.5\n\nselect 1;"
    )
    contract = _contract(tmp_path, text)
    assert [(one.key, one.value, one.line) for one in contract.limits] == [
        ("max_cost", 1200.5, 1),
        ("max_rows", 10_000, 2),
        ("rows_within", 2.5, 4),
        ("rows_within", 10, 3),
    ]
    assert contract.promises == (
        "sort",
        "cost up to 1,200.5",
        "up to 10,000 rows",
        "rows within 2.5x",
        "rows within 10x",
    )


def test_sizes_are_read(tmp_path) -> None:
    """One contract names several sizes, statistics sets and a horizon."""
    (tmp_path / "sql/statistics").mkdir(parents=True)
    for name in ("production", "staging"):
        (tmp_path / f"sql/statistics/{name}.json").write_text("{}")
    text = (
        "-- forbid: sort\n-- rows: 1B, 10k, 1M\n-- statistics: production, staging\n"
        "-- holds to: 1B\n\nselect 1;"
    )
    contract = _contract(tmp_path, text)
    assert contract.sizes == (10_000, 1_000_000, 1_000_000_000)
    assert contract.statistics == ("production", "staging")
    assert contract.holds_to == 1_000_000_000


def test_a_name_of_no_statistics_set_is_told(tmp_path) -> None:
    """A statistics set that is not there is told with its line and the one that was meant."""
    (tmp_path / "sql/statistics").mkdir(parents=True)
    (tmp_path / "sql/statistics/production.json").write_text("{}")
    with pytest.raises(BadTreeError, match="there is no statistics set producton") as caught:
        _contract(tmp_path, "-- forbid: sort\n-- statistics: producton\n\nselect 1;")
    assert caught.value.place == "sql/plans/one.sql:2"
    assert caught.value.hint == "Did you mean production?"


def test_params_are_split_outside_brackets(tmp_path) -> None:
    """A type with a comma in it is one type."""
    contract = _contract(tmp_path, "-- forbid: sort\n-- params: numeric(5,2), text\nselect $1, $2;")
    assert contract.params == ("numeric(5,2)", "text")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("select 1;", "promises nothing"),
        ("-- expect: index a\nselect 1; select 2;", "must hold one query"),
        ("-- expect: index a\n", "must hold one query, not none"),
        ("-- expect: fast please\nselect 1;", "is no clause"),
        ("-- expect: index a\n-- rows: many\nselect 1;", "is no number of rows"),
        ("-- expects: index a\nselect 1;", "unknown header key expects"),
        ("-- expect: sort\n-- rows: 10k, many\nselect 1;", "is no number of rows"),
        ("-- expect: sort\n-- holds_to: ever\nselect 1;", "holds_to: 'ever' is no number of rows"),
        ("-- max_cost: cheap\nselect 1;", "max_cost: 'cheap' is not a cost"),
        ("-- max_cost: 1.2.3\nselect 1;", "max_cost: '1.2.3' is not a cost"),
        ("-- max_rows: 0\nselect 1;", "is no number of rows"),
        ("-- expect: rows within reason\nselect 1;", "'reason' is not a factor"),
        ("-- rows_within: 0.5x\nselect 1;", "'0.5x' is not a factor"),
        ("-- forbid: rows within 10x\nselect 1;", "is no clause"),
        ("-- rows_within: 10x\n-- params: text\nselect $1;", "its parameters have no values"),
        ("-- expect: sort\n-- statistics: a\nselect 1;", "there is no statistics set a"),
    ],
)
def test_broken_contract_is_told(tmp_path, text, message) -> None:
    """Each way to break a contract has its message and file."""
    with pytest.raises(BadTreeError, match=message) as caught:
        _contract(tmp_path, text)
    assert caught.value.file == "sql/plans/one.sql"


_TESTS = """\
create table t (x integer);

-- test: It is empty.
select count(*) = 0 from t;

-- test: A letter is no number,
--   and the server says so.
-- error: 22P02
insert into t values ('a');
"""


def test_tests_of_a_file_share_its_setup(tmp_path) -> None:
    """Statements before the first test belong to each; sentences may go on."""
    first, second = write_tree(tmp_path, {}, tests__one=_TESTS).tests
    assert first.sentence == "It is empty."
    assert (second.sentence, second.error) == (
        "A letter is no number, and the server says so.",
        "22P02",
    )
    assert [one.line for one in second.setup + second.statements] == [1, 9]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("select 1;", "holds no test"),
        ("-- test: nothing follows\n", "without a statement"),
        ("-- test: x\n-- error: nope\nselect 1;", "is no SQLSTATE"),
    ],
)
def test_broken_test_file_is_told(tmp_path, text, message) -> None:
    """Each way to break a test file has its message."""
    with pytest.raises(BadTreeError, match=message):
        _ = write_tree(tmp_path, {}, tests__one=text).tests


def test_object_file_must_define_something(tmp_path) -> None:
    """An object file of comments alone is an error, not an object that vanished."""
    tree = write_tree(tmp_path, {}, functions__f="-- purpose: none\n")
    with pytest.raises(BadTreeError, match="defines no function"):
        _ = tree.objects


def test_sample_for_a_table_is_one_query(tmp_path) -> None:
    """Two statements cannot both fill a table."""
    tree = write_tree(tmp_path, {}, sample__0001_a="-- table: a\nselect 1; select 2;\n")
    with pytest.raises(BadTreeError, match="must hold one query"):
        _ = tree.samples


@pytest.mark.parametrize(
    ("content", "message"),
    [(b"select '\xff';", "is not UTF-8"), (b"select 1;\0", "null byte")],
)
def test_file_that_is_no_text_is_told(tmp_path, content, message) -> None:
    """A binary file or a wrong encoding is one clear error with its line."""
    tree = write_tree(tmp_path, {})
    (tree.migrations_folder / "0001_a.sql").write_bytes(content)
    with pytest.raises(BadTreeError, match=message) as caught:
        _ = tree.migrations
    assert caught.value.line == 1
