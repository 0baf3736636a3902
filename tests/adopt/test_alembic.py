"""Alembic's own project, with its own command line and its own ledger."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

_ALEMBIC = Path(sys.executable).with_name("alembic")
_ENV = """from alembic import context
from sqlalchemy import MetaData, engine_from_config
target = MetaData(naming_convention={"ix": "named_%(column_0_label)s"})
url = context.config.get_main_option("sqlalchemy.url")
if context.is_offline_mode():
    context.configure(url=url, target_metadata=target, literal_binds=True)
    with context.begin_transaction():
        context.run_migrations()
else:
    engine = engine_from_config(context.config.get_section("alembic"), prefix="sqlalchemy.")
    with engine.connect() as connection:
        context.configure(connection=connection, target_metadata=target)
        with context.begin_transaction():
            context.run_migrations()
"""
_HEAD = """\"\"\"{doc}\"\"\"
import sqlalchemy as sa
from alembic import op
revision = "{revision}"
down_revision = {down}
depends_on = None
branch_labels = None
"""
_BODIES = {
    "aaa": 'def upgrade():\n    op.create_table("users", sa.Column("id", sa.Integer()))\n'
    '    op.bulk_insert(sa.table("users", sa.column("id", sa.Integer())), [{"id": 7}])\n'
    'def downgrade():\n    op.drop_table("users")\n',
    "bbb": "def upgrade():\n    with op.get_context().autocommit_block():\n"
    '        op.create_index(None, "users", ["id"], postgresql_concurrently=True)\n'
    'def downgrade():\n    op.drop_index("named_users_id", "users")\n',
    "ccc": "def upgrade():\n    with op.get_context().autocommit_block():\n"
    '        op.add_column("users", sa.Column("name", sa.Text()))\n'
    "def downgrade():\n    raise NotImplementedError\n",
    "ddd": "def upgrade():\n    pass\ndef downgrade():\n    pass\n",
}
_DOWN = {"aaa": "None", "bbb": "'aaa'", "ccc": "'aaa'", "ddd": "('bbb', 'ccc')"}
_DOCS = {"aaa": "create users", "bbb": "index", "ccc": "name", "ddd": "merge"}


def _files() -> dict[str, str]:
    return {
        f"db/versions/{revision}_x.py": _HEAD.format(
            doc=_DOCS[revision], revision=revision, down=_DOWN[revision]
        )
        + body
        for revision, body in _BODIES.items()
    }


@pytest.fixture
def alembic(place):
    """Answers Alembic's command line in a project with four revisions and two branches."""
    url = place.url.replace("postgresql://", "postgresql+psycopg://")
    ini = f"[alembic]\nscript_location = %(here)s/db\nsqlalchemy.url = {url}\n"
    place.write(_files() | {"alembic.ini": ini, "db/env.py": _ENV}, ".")

    def run(*arguments: str) -> None:
        done = subprocess.run(
            [_ALEMBIC, *arguments], cwd=place.root, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr

    return run


def test_revisions_become_migrations_with_alembics_state(place, alembic) -> None:
    """Alembic's own SQL, in an order that its branches allow; ancestors of a head are applied."""
    alembic("upgrade", "bbb")
    states = place.adopted("alembic")
    assert sorted(one.partition("_")[2] for one in states) == [
        "create_users",
        "index",
        "merge",
        "name",
    ]
    by_name = {one.partition("_")[2]: state for one, state in states.items()}
    assert by_name["create_users"] == by_name["index"] == "applied"
    assert by_name["merge"] == "pending"
    assert by_name["name"] in {"pending", "out of order"}
    assert place.refdb("apply", "--allow-out-of-order").code == 0
    assert place.rows("select id, name from users") == [(7, None)]


def test_rendered_sql_is_what_alembic_runs(place, alembic) -> None:
    """Names follow env.py, autocommit blocks are not transactional, what passes does nothing."""
    alembic("upgrade", "heads")
    states = place.adopted("alembic")
    assert set(states.values()) == {"applied"}
    files = {one.partition("_")[2]: place.migration(f"{one}.sql") for one in states}
    assert "CREATE INDEX CONCURRENTLY named_users_id ON users (id);" in files["index"]
    assert "-- transactional: false" in files["index"]
    assert "-- transactional: false" in files["name"]
    assert "COMMIT" not in files["index"]
    assert "-- irreversible: alembic has nothing that undoes it." in files["name"]
    assert "INSERT INTO users (id) VALUES (7);" in files["create_users"]
    assert "alembic_version" not in "".join(files.values())
    assert place.refdb("rollback").code == 0  # the merge


def test_revision_that_needs_a_database_is_refused(place, alembic) -> None:
    """A revision that reads rows while it runs has no SQL; the error names it."""
    alembic("upgrade", "heads")
    body = "def upgrade():\n    op.get_bind().execute(sa.text('select 1')).fetchall()\n"
    text = _HEAD.format(doc="reads", revision="eee", down="'ddd'") + body
    place.write({"eee_x.py": text + "def downgrade():\n    pass\n"}, "db/versions")
    ran = place.refdb("adopt", "--from", "alembic")
    assert ran.code == 4
    assert "versions/eee_x.py: has no SQL without a database" in ran.err


def test_broken_environment_is_told(place, alembic) -> None:
    """An env.py that fails is an error with what it said, and no traceback."""
    place.write({"env.py": "raise RuntimeError('no settings')\n"}, "db")
    place.run("create table alembic_version (version_num varchar(32))")
    ran = place.refdb("adopt", "--from", "alembic")
    assert ran.code == 2
    assert "Alembic cannot render its revisions: RuntimeError: no settings" in ran.err
    assert "Traceback" not in ran.err


def test_interpreter_without_alembic_is_told(place, alembic) -> None:
    """--python names the interpreter; one that cannot run is an error."""
    ran = place.refdb("adopt", "--from", "alembic", "--python", "missing/python")
    assert ran.code == 2
    assert "missing/python cannot be run" in ran.err
