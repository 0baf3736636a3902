"""Who waits while a migration is applied, told with its proof."""

from __future__ import annotations

from commands import refdb
from refdb import config
from refdb.project import Project
from trees import write_tree

_FILES = {
    "0001_table.sql": "create table public.pupil (id integer primary key, name text);\n",
    "0001_table.rollback.sql": "-- loses: pupil\ndrop table public.pupil;\n",
    "0002_index.sql": "create index pupil_name_idx on public.pupil (name);\n",
    "0002_index.rollback.sql": "-- loses: nothing\ndrop index public.pupil_name_idx;\n",
    "0003_slowly.sql": "-- transactional: false\n"
    "create index concurrently pupil_id_idx on public.pupil (id, name);\n",
    "0003_slowly.rollback.sql": "-- loses: nothing\ndrop index concurrently public.pupil_id_idx;\n",
    "0004_moment.sql": "alter table public.pupil add column age integer;\n",
    "0004_moment.rollback.sql": "-- loses: pupil.age\nalter table public.pupil drop column age;\n",
    "0005_rewrite.sql": "alter table public.pupil alter column id type bigint;\n",
    "0005_rewrite.rollback.sql": "-- loses: nothing\n"
    "alter table public.pupil alter column id type integer;\n",
}


def _waits(tmp_path, **options):
    write_tree(tmp_path, _FILES)
    project = Project(config.Config(root=tmp_path, postgres=18))
    return project.prove(**options).waits


def test_waits(tmp_path) -> None:
    """A plain index keeps writes waiting, a concurrent one nobody, a rewrite readers as well."""
    waits = _waits(tmp_path)
    assert waits["0001_table"] == ()
    assert [one.blocks.value for one in waits["0002_index"]] == ["writes"]
    assert not any(one.blocks.rank > 1 for one in waits["0003_slowly"])
    assert all(one.is_moment for one in waits["0004_moment"])
    (rewrite,) = waits["0005_rewrite"]
    assert (rewrite.blocks.value, rewrite.is_moment) == ("reads and writes", False)


def test_they_grow_with_the_rows(tmp_path) -> None:
    """At a hundred times the rows an index keeps others waiting about a hundred times as long."""
    few = _waits(tmp_path, lock_rows=1_000_000)["0002_index"][0].seconds
    many = _waits(tmp_path, lock_rows=100_000_000)["0002_index"][0].seconds
    assert 80 < many / few < 200


def test_command(tmp_path) -> None:
    """The command says who waits below each migration, at the size that it is asked for."""
    write_tree(tmp_path, _FILES)
    said = refdb(tmp_path, "prove", "--lock-rows", "50M")
    assert said.code == 0
    assert "writes on public.pupil wait about" in said.out
    assert "at 50M" in " ".join(said.out.split())
    without = refdb(tmp_path, "prove", "--lock-rows", "0")
    assert "wait" not in without.out
    answer = refdb(tmp_path, "prove", "--json").answer
    assert answer["migrations"][4]["waits"][0]["blocks"] == "reads and writes"


_BACKFILL = {
    "0001_tables.sql": "create table public.pupil (id integer primary key, done boolean);\n"
    "create table public.other (id integer);\n"
    "insert into public.pupil values (1, false), (2, false);\n"
    "create function public.later() returns trigger language plpgsql as $$\n"
    "begin\n    if new.id = 2 then\n        lock table public.other in share mode;\n"
    "    end if;\n    return new;\nend\n$$;\n"
    "create trigger pupil_later before update on public.pupil\n"
    "for each row execute function public.later();\n",
    "0001_tables.rollback.sql": "-- loses: pupil, other\ndrop table public.pupil, public.other;\n"
    "drop function public.later();\n",
    "0002_fill.sql": "-- transactional: false\n-- repeat: until 0 rows\n"
    "update public.pupil set done = true where id = (\n"
    "    select min(id) from public.pupil where not done\n);\n",
    "0002_fill.rollback.sql": "-- loses: pupil.done\n-- repeat: until 0 rows\n"
    "update public.pupil set done = false where done;\n",
}


def test_every_run_of_a_repeated_file_is_looked_at(tmp_path) -> None:
    """What only a later run of a backfill locks is told, once."""
    write_tree(tmp_path, _BACKFILL)
    project = Project(config.Config(root=tmp_path, postgres=18))
    waits = project.prove().waits["0002_fill"]
    assert [one.relation for one in waits] == ["public.other"]
