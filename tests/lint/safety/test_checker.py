"""What is judged, from what an answer follows, and what a finding says."""

from __future__ import annotations

import subprocess
from dataclasses import replace

import pytest

from lint.battery.judged import Barren
from lint.safety import trees
from refdb.findings import Finding, Level
from refdb.lint.safety import squawk
from refdb.lint.safety.checker import CHECKER
from refdb.lint.safety.squawk_rules import FATES

TABLES = "-- why: Tables.\n\ncreate table public.orders (id int primary key, total int);\n"
INDEX = """-- why: Totals are looked for.

-- A comment.
comment on table public.orders is 'Orders.'; create index orders_total_idx
    on public.orders (total);
"""
COLUMN = "-- why: A column.\n\nalter table public.orders add column note text;\n"
FILES = {"0001_tables.sql": TABLES, "0002_index.sql": INDEX, "0003_column.sql": COLUMN}


@pytest.fixture
def ground(tmp_path) -> Barren:
    """A tree of three migrations, the second of which builds an index, without throwaways."""
    trees.write(tmp_path, FILES)
    return Barren(tmp_path, 18)


def faults(ground: Barren) -> list[Finding]:
    """Answers what is found, notes left out."""
    return [one for one in trees.found(ground) if one.level > Level.NOTE]


def test_finding_says_where_who_and_what_to_type(ground) -> None:
    """It has the statement's line and column, the wait in words, and this statement anew."""
    (found,) = faults(ground)
    assert (found.rule, found.object, found.line, found.column) == (
        "safety/index",
        "0002_index",
        4,
        46,
    )
    assert "writes on public.orders wait about 2.7 s at 1M rows" in found.message
    assert "-- transactional: false" in found.hint
    assert "create index concurrently orders_total_idx\n    on public.orders (total);" in found.hint


@pytest.mark.parametrize(("rows", "level"), [(10_000, None), (100_000, 1), (1_000_000, 2)])
def test_rows_decide_how_bad_it_is(ground, rows, level) -> None:
    """From a second on it is an error, below a tenth it is nothing."""
    sized = replace(ground, rows={"*": 1_000_000, "public.orders": rows})
    assert [int(one.level) for one in faults(sized)] == ([] if level is None else [level])


def test_history_is_not_judged(ground) -> None:
    """What is applied wherever it matters has no findings, and is known all the same."""
    (ground.root / "refdb.toml").write_text('[lint]\nhistory = "0002_index"\n', encoding="utf-8")
    later = "-- why: Again.\n\ncreate index on public.orders (note);\n"
    trees.write(ground.root, {"0004_again.sql": later})
    assert [one.object for one in faults(ground)] == ["0004_again"]


def test_answer_hangs_on_what_comes_before(ground) -> None:
    """A changed migration changes its own part and all later ones, and none before."""

    def digests() -> list[str]:
        return [one.digest for one in CHECKER.parts(trees.sources(ground.root))]

    before = digests()
    trees.write(ground.root, {"0002_index.sql": INDEX.replace("Orders.", "All orders.")})
    assert [old == new for old, new in zip(before, digests(), strict=True)] == [True, False, False]


def test_identity_knows_the_settings(ground) -> None:
    """What refdb.toml says of timeouts and history changes what is known."""
    before = CHECKER.identity(ground)
    (ground.root / "refdb.toml").write_text('[apply]\nlock_timeout = "0"\n', encoding="utf-8")
    assert CHECKER.identity(ground) != before


def test_timeout_of_the_project_counts(ground) -> None:
    """Without a lock_timeout in refdb.toml a statement of a moment is found, too."""
    (ground.root / "refdb.toml").write_text('[apply]\nlock_timeout = "0"\n', encoding="utf-8")
    found = {(one.rule, one.object) for one in faults(ground)}
    assert ("safety/lock-timeout", "0003_column") in found


@pytest.mark.needs("embedded18")
def test_migration_that_fails_is_said(server, tmp_path) -> None:
    """What cannot be measured because an earlier migration fails is judged by its text."""
    trees.write(
        tmp_path, FILES | {"0001_tables.sql": TABLES + "alter table public.x set schema y;"}
    )
    found = trees.found(trees.Ground(tmp_path, server(18)))
    assert [one.rule for one in found if one.level > Level.NOTE] == ["safety/index"]
    (note,) = [one for one in found if one.level is Level.NOTE]
    assert "was not measured" in note.message
    assert "0001_tables.sql" in note.message


def test_fix_needs_numbers_that_nobody_has(ground) -> None:
    """Where the next migration has the number already, the hint is all there is."""
    trees.write(
        ground.root,
        {
            "0002_index.sql": "-- why: x.\n\nalter table public.orders add check (total > 0);\n",
            "0002_index.rollback.sql": "-- loses: nothing\n\n"
            "alter table public.orders drop constraint orders_total_check;\n",
        },
    )
    assert trees.fix(ground) == []
    (ground.root / "0003_column.sql").unlink()
    assert [name for name in trees.fix(ground) if "rollback" not in name] == [
        "0002_index.sql",
        "0003_index_validate.sql",
    ]


def test_fix_leaves_a_rollback_that_does_more(ground) -> None:
    """Where the rollback drops the index in a statement of another kind, nothing is written."""
    (ground.root / "0003_column.sql").unlink()
    rollback = "-- loses: nothing\n\ndo $$ begin drop index public.orders_total_idx; end $$;\n"
    trees.write(ground.root, {"0002_index.rollback.sql": rollback})
    assert trees.fix(ground) == []


def test_every_rule_of_squawk_has_a_fate(tmp_path) -> None:
    """The table has squawk's 78 rules, by the names that squawk knows, and no other."""
    file = tmp_path / "x.sql"
    file.write_text("select 1;", encoding="utf-8")
    known = sorted(set(FATES) - {"syntax-error", "unused-ignore"})  # which it does not let exclude
    command = [squawk.program(), *(f"--exclude={one}" for one in known), str(file)]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    assert (len(FATES), done.returncode, done.stderr) == (78, 0, "")
    wrong = subprocess.run([*command, "--exclude=nothing"], check=False, capture_output=True)
    assert wrong.returncode == 2
