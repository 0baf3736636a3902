"""What an interrupted concurrent reindex leaves, wherever it leaves it, is taken away."""

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict

from refdb import config
from refdb.project import Project
from refdb.tree import checksum
from servers import VERSIONS, fresh_database
from trees import write_tree

_TABLES = {
    "0001_tables.sql": "create table noted (id integer primary key, note text);\n"
    "create table parts (x integer) partition by list (x);\n"
    "create index parts_x_idx on parts (x);\n"
    "create table part partition of parts for values in (1);\n"
    'create schema "Odd one";\n'
    'create table "Odd one".noted (id integer primary key, note text);\n',
    "0001_tables.rollback.sql": 'drop schema "Odd one" cascade;\n'
    "drop table parts;\ndrop table noted;\n",
}
_INDEXES = "select indrelid::regclass::text, indexrelid::regclass::text from pg_index order by 1, 2"


@pytest.mark.parametrize("major", VERSIONS)
@pytest.mark.parametrize(
    "reindex",
    [
        "reindex table concurrently public.noted",
        "reindex table concurrently public.parts",
        "reindex index concurrently public.parts_x_idx",
        'reindex (concurrently) schema "Odd one"',
        "reindex (concurrently) database {database}",
    ],
)
def test_interrupted_reindex_leaves_no_copy_anywhere(tmp_path, server, major, reindex) -> None:
    """Copies on partitions, on TOAST tables and on each table of a schema are dropped too."""
    url = fresh_database(server(major))
    reindex = reindex.format(database=conninfo_to_dict(url)["dbname"])
    alone = {
        "0002_alone.sql": f"-- transactional: false\n{reindex};\n",
        "0002_alone.rollback.sql": "-- transactional: false\nselect 1;\n",
    }
    write_tree(tmp_path, _TABLES | alone)
    project = Project(config.Config(root=tmp_path), target=url)
    project.apply(to="1")
    with psycopg.connect(url) as reader, psycopg.connect(url, autocommit=True) as conn:
        before = conn.execute(_INDEXES).fetchall()
        # The copies are built when the server begins to wait for this snapshot's end.
        reader.execute("set transaction isolation level repeatable read")
        reader.execute("select count(*) from noted")
        conn.execute("set lock_timeout = '100ms'")
        with pytest.raises(psycopg.errors.LockNotAvailable):
            conn.execute(reindex)
        assert conn.execute(_INDEXES).fetchall() != before
        conn.execute(
            "insert into refdb.step (migration_id, direction, position, statement_checksum) "
            "values ('0002_alone', 'apply', 1, %s)",
            [checksum(reindex)],
        )
        reader.rollback()
        project.apply()
        assert conn.execute(_INDEXES).fetchall() == before
