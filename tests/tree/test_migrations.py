"""Migrations: pairs, order, and what is wrong with them."""

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from yoyo.migrations import read_migrations as yoyo_reads
from yoyo.migrations import topological_sort

from refdb.errors import BadTreeError
from refdb.tree import problems
from trees import ONE_TABLE, TWO_TABLES, write_tree

# yoyo keeps one registry of ids for the whole process.
_UNIQUE = itertools.count()


def _names(number: int) -> str:
    return f"{number:04}_step"


@st.composite
def _dependencies(draw):
    """Migrations that depend on any others, without circles: only on those earlier in a shuffle."""
    size = draw(st.integers(1, 7))
    order = draw(st.permutations(range(size)))
    return {
        order[place]: draw(st.sets(st.sampled_from(order[:place]), max_size=3)) if place else set()
        for place in range(size)
    }


@settings(deadline=None, max_examples=60)
@given(_dependencies())
def test_order_respects_dependencies_as_yoyo_does(tmp_path_factory, graph) -> None:
    """Both put every migration after what it depends on, and agree where names decide."""
    unique = next(_UNIQUE)
    root = tmp_path_factory.mktemp("order")
    files = {}
    for number, wanted in graph.items():
        depends = " ".join(f"{_names(one)}_{unique}" for one in sorted(wanted))
        header = f"-- depends: {depends}\n" if depends else ""
        files[f"{_names(number)}_{unique}.sql"] = f"{header}select {number};\n"
    tree = write_tree(root, files)
    ours = [one.id for one in tree.migrations]
    place = {identity: position for position, identity in enumerate(ours)}
    for migration in tree.migrations:
        assert all(place[one] < place[migration.id] for one in migration.depends)
    yoyos = [one.id for one in topological_sort(yoyo_reads(str(tree.migrations_folder)))]
    assert sorted(yoyos) == sorted(ours)
    if all(max(wanted, default=-1) < number for number, wanted in graph.items()):
        assert ours == yoyos == sorted(ours)


def test_pair_is_one_migration(tmp_path) -> None:
    """A rollback file belongs to its migration and is none itself."""
    migrations = write_tree(tmp_path, TWO_TABLES).migrations
    assert [one.id for one in migrations] == ["0001_create_a", "0002_create_b"]
    assert migrations[1].depends == ("0001_create_a",)
    assert migrations[1].has_rollback


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"0002_b.rollback.sql": "drop table b;"}, "is a rollback without its migration"),
        ({"0002_b.sql": "-- depends: 0001_create_b\nselect 1;"}, "depends on 0001_create_b"),
        ({"0002_b.sql": "-- transactional: maybe\nselect 1;"}, "must be true or false"),
        ({"0002_b.sql": "-- lock_timeout: soon\nselect 1;"}, "is no duration"),
        ({"0002_b.py": "steps = []"}, "is a migration in Python"),
        ({"post-apply.sql": "select 1;"}, "is no name for a migration"),
        ({"0002_b.sql": "-- depends: 0002_b\nselect 1;"}, "go round in a circle"),
    ],
)
def test_broken_tree_is_told_with_its_file(tmp_path, change, message) -> None:
    """Each way to break a tree has its message, with the file and what to do."""
    with pytest.raises(BadTreeError, match=message) as caught:
        _ = write_tree(tmp_path, ONE_TABLE | change).migrations
    assert caught.value.file.startswith("sql/migrations/")
    assert caught.value.hint


def test_all_broken_files_are_told_at_once(tmp_path) -> None:
    """Two wrong files are two errors of one run."""
    files = {"0001_a.sql": "-- transactionnal: x\n", "0002_b.sql": "-- depend: x\n"}
    with pytest.raises(BadTreeError) as caught:
        _ = write_tree(tmp_path, files).migrations
    assert [one.file for one in caught.value.also] == ["sql/migrations/0002_b.sql"]


@pytest.mark.parametrize(
    ("sql", "message"),
    [
        ("create table a ();\ncommit;", "ends the transaction"),
        ("create index concurrently i on a (x);", "cannot run inside a transaction"),
        ("copy a from stdin;", "copy from stdin"),
        ("create tabel a ();", "syntax error"),
    ],
)
def test_sql_that_cannot_run_is_a_problem(tmp_path, sql, message) -> None:
    """What would fail for certain is known from the file alone."""
    migration = write_tree(tmp_path, {"0001_a.sql": f"-- why: x.\n{sql}\n"}).migrations[0]
    assert message in str(problems(migration)[0])
    assert problems(migration)[0].line in {2, 3}


def test_line_ends_and_byte_order_mark_do_not_count(tmp_path) -> None:
    """The same text saved by another editor has the same checksum."""
    text = "-- why: x.\nselect 1;\nselect 2;\n"
    (tmp_path / "sql/migrations").mkdir(parents=True)
    (tmp_path / "sql/migrations/0001_a.sql").write_bytes(
        b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode(),
    )
    windows, unix = write_tree(tmp_path, {"0002_a.sql": text}).migrations
    assert windows.apply.checksum == unix.apply.checksum


def test_rollback_of_comments_alone_is_none(tmp_path) -> None:
    """A rollback file without a statement does nothing, so there is no rollback."""
    files = {"0001_a.sql": "select 1;", "0001_a.rollback.sql": "-- loses: nothing\n"}
    assert not write_tree(tmp_path, files).migrations[0].has_rollback
