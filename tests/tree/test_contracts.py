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
