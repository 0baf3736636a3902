"""Many targets at once, on a real server: what is done, what is not, and what is told."""

import json

import pytest

from commands import refdb
from fleets import SLOW, states
from refdb import config
from refdb.project import Project

_BOTH = ["a", "b"]


def test_two_hundred_databases(make_fleet) -> None:
    """200 databases are migrated by one command, and run again it has nothing to do."""
    made = make_fleet(200)
    ran = made.run("apply", "--parallel", "8")
    assert (ran.code, states(ran)) == (0, ["applied"] * 200)
    assert {one["migrations"] for one in ran.answer["targets"]} == {2}
    assert [made.tables(name) for name in ("t0", "t99", "t199")] == [_BOTH] * 3
    again = made.run("apply", "--parallel", "8")
    assert (again.code, states(again)) == (0, ["up to date"] * 200)
    seen = made.run("status", "--parallel", "8")
    assert {(one["state"], one["applied"]) for one in seen.answer["targets"]} == {("up to date", 2)}


def test_nothing_else_begins_when_a_canary_fails(make_fleet) -> None:
    """With two canaries of which the second fails, no other target is touched."""
    made = make_fleet(6)
    made.do("t1", "create table b ()")
    ran = made.run("apply", "--canary", "2", "--max-failures", "9")
    assert (ran.code, states(ran)) == (5, ["applied", "failed"] + ["not begun"] * 4)
    assert ran.answer["targets"][1]["migrations"] == 1
    assert ran.answer["targets"][1]["error"]["file"] == "sql/migrations/0002_create_b.sql"
    assert [made.tables(name) for name in ("t2", "t5")] == [None, None]


def test_a_broken_one_in_the_middle_and_again(make_fleet) -> None:
    """A failure ends the beginning of others; mended and run again, only the rest is done."""
    made = make_fleet(6)
    made.do("t2", "create table b ()")
    ran = made.run("apply", "--parallel", "1")
    assert (ran.code, states(ran)) == (5, ["applied"] * 2 + ["failed"] + ["not begun"] * 3)
    made.do("t2", "drop table b")
    again = made.run("apply")
    assert (again.code, states(again)) == (0, ["up to date"] * 2 + ["applied"] * 4)
    assert [one["migrations"] for one in again.answer["targets"]] == [0, 0, 1, 2, 2, 2]


def test_so_many_failures_and_no_more(make_fleet) -> None:
    """With --max-failures 1 the second failure is the last; the exit code is the worst one."""
    made = make_fleet(6)
    file = made.folder / "fleet.txt"
    nowhere = "t1 = postgresql://u:hunter2@/x?host=/nowhere"
    lines = file.read_text().splitlines()
    file.write_text("\n".join(nowhere if one.startswith("t1 ") else one for one in lines))
    made.do("t3", "create table b ()")
    ran = made.run("apply", "--parallel", "1", "--max-failures", "1")
    expected = ["applied", "failed", "applied", "failed", "not begun", "not begun"]
    assert (ran.code, states(ran)) == (5, expected)
    assert [one["error"]["exit_code"] for one in ran.answer["targets"] if one["error"]] == [3, 5]
    assert "hunter2" not in ran.out + ran.err


def test_lines_and_table_for_people(make_fleet) -> None:
    """A line as each ends, failures on stderr with their place; then a table and a sum."""
    made = make_fleet(3)
    made.do("t2", "create table b ()")
    ran = refdb(made.folder, "apply", "--targets", "fleet.txt")
    lines = ran.out.splitlines()
    assert [one.split("  (")[0] for one in lines[:2]] == [
        "applied     t0: 2 migrations",
        "applied     t1: 2 migrations",
    ]
    assert ran.err.startswith("failed      t2: 1 migration; sql/migrations/0002_create_b.sql:3")
    assert len(ran.err.splitlines()) == 1
    assert lines[2].split() == ["target", "state", "applied", "time", "error"]
    assert lines[5].split()[:3] == ["t2", "failed", "1"]
    assert lines[6] == "3 targets: 2 applied, 1 failed"


def test_quiet_prints_what_went_wrong_only(make_fleet) -> None:
    """--quiet leaves the failing target's line."""
    made = make_fleet(2)
    made.do("t1", "create table b ()")
    ran = refdb(made.folder, "apply", "--targets", "fleet.txt", "--quiet")
    assert (ran.code, ran.out, len(ran.err.splitlines())) == (5, "", 1)


def test_dry_run_changes_nothing(make_fleet) -> None:
    """--dry-run tells how much each target would do."""
    made = make_fleet(2)
    refdb(made.folder, "apply", "--to", "1", "--target", made.urls["t1"])
    ran = made.run("apply", "--dry-run")
    assert [(one["state"], one["migrations"]) for one in ran.answer["targets"]] == [
        ("planned", 2),
        ("planned", 1),
    ]
    assert [made.tables(name) for name in ("t0", "t1")] == [None, ["a"]]


def test_status_of_many(make_fleet) -> None:
    """One row a target: applied, pending, the first pending one, problems, or why not."""
    made = make_fleet(4)
    refdb(made.folder, "apply", "--to", "1", "--target", made.urls["t1"])
    refdb(made.folder, "apply", "--target", made.urls["t2"])
    with (made.folder / "fleet.txt").open("a") as file:
        file.write("away = postgresql://u:hunter2@/x?host=/nowhere\n")
    ran = made.run("status")
    rows = [
        (one["state"], one["applied"], one["pending"], one["first_pending"])
        for one in ran.answer["targets"]
    ]
    assert ran.code == 3
    assert rows == [
        ("behind", 0, 2, "0001_create_a"),
        ("behind", 1, 1, "0002_create_b"),
        ("up to date", 2, 0, None),
        ("behind", 0, 2, "0001_create_a"),
        ("failed", 0, 0, None),
    ]
    shown = refdb(made.folder, "status", "--targets", "fleet.txt").out
    assert "hunter2" not in shown + ran.out
    assert (
        " ".join(shown.splitlines()[0].split()) == "target applied pending first pending problems"
    )
    assert shown.splitlines()[-1] == "5 targets: 3 behind, 1 up to date, 1 failed"


def test_status_tells_problems(make_fleet) -> None:
    """An edited migration is a problem of each target that it was applied to."""
    made = make_fleet(2)
    refdb(made.folder, "apply", "--target", made.urls["t0"])
    path = made.folder / "sql/migrations/0001_create_a.sql"
    path.write_text(path.read_text().replace("integer", "bigint"))
    ran = made.run("status")
    assert [one["problems"] for one in ran.answer["targets"]] == [["1 edited"], []]
    assert ran.answer["targets"][0]["state"] == "with problems"


def test_rollback_of_many_ends_at_one_place(make_fleet) -> None:
    """A rollback says where it ends, so that run again it goes no further."""
    made = make_fleet(3)
    made.run("apply")
    refused = made.run("rollback")
    assert (refused.code, [made.tables(name) for name in made.urls]) == (2, [_BOTH] * 3)
    refused = made.run("rollback", "--steps", "1")
    assert refused.code == 2
    assert states(made.run("rollback", "--to", "1")) == ["rolled back"] * 3
    assert states(made.run("rollback", "--to", "1")) == ["up to date"] * 3
    assert [made.tables(name) for name in made.urls] == [["a"]] * 3
    assert states(made.run("rollback", "--all")) == ["rolled back"] * 3


def test_groups_from_the_library(make_fleet) -> None:
    """A group of refdb.toml works as a file does, from Python too, with each end told."""
    made = make_fleet(3)
    targets = "".join(f'{name} = "{url}"\n' for name, url in made.urls.items())
    (made.folder / "refdb.toml").write_text(f'[targets]\n{targets}[groups]\nall = ["t2", "t*"]\n')
    told = []
    project = Project(config.load(made.folder / "refdb.toml", {}))
    outcome = project.fleet("all", on_end=told.append, parallel=2).apply()
    assert [(one.name, one.state) for one in outcome.rows] == [
        (name, "applied") for name in ("t2", "t0", "t1")
    ]
    assert (outcome.exit_code, told[0].name, len(told)) == (0, "t2", 3)
    assert {one.pending for one in project.fleet("all").status().rows} == {0}


def test_files_that_change_midway_are_for_the_next_run(make_fleet) -> None:
    """Every target of one run gets the tree that was read when it began."""
    made = make_fleet(3)
    path = made.folder / "sql/migrations/0002_create_b.sql"

    def edit(_):
        path.write_text("select 1 / 0;\n")

    project = Project(config.Config(root=made.folder))
    outcome = project.fleet(str(made.folder / "fleet.txt"), on_end=edit, parallel=1).apply()
    assert [one.state for one in outcome.rows] == ["applied"] * 3
    assert [made.tables(name) for name in made.urls] == [_BOTH] * 3


def test_a_broken_tree_is_told_once_and_touches_nothing(make_fleet) -> None:
    """A file that refdb cannot read ends the command before the first connection."""
    made = make_fleet(2)
    (made.folder / "sql/migrations/0001_create_a.sql").write_text("-- dependz: x\nselect 1;\n")
    ran = made.run("apply")
    assert (ran.code, ran.answer["error"]["line"]) == (2, 1)


def test_an_error_of_the_listener_is_raised(make_fleet) -> None:
    """What is no error of refdb ends the fleet and reaches the caller."""
    made = make_fleet(2)
    project = Project(config.Config(root=made.folder))

    def fail(_):
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        project.fleet(str(made.folder / "fleet.txt"), on_end=fail).apply()
    assert made.tables("t1") is None


def test_two_commands_at_once(make_fleet) -> None:
    """Two commands on one fleet share the work: each migration runs once, neither fails."""
    made = make_fleet(12)
    both = [made.start("--json") for _ in range(2)]
    answers = [json.loads(one.communicate(timeout=60)[0]) for one in both]
    assert [one.returncode for one in both] == [0, 0]
    for pair in zip(*(one["targets"] for one in answers), strict=True):
        assert sum(one["migrations"] for one in pair) == 2
        assert {one["state"] for one in pair} <= {"applied", "up to date"}


def test_slow_ones_run_beside_each_other(make_fleet) -> None:
    """With --parallel 3 and no canary, three targets are under way at once."""
    made = make_fleet(4, migrations=SLOW)
    runner = made.start("--canary", "0", "--parallel", "3")
    for name in ("t0", "t1", "t2"):
        made.wait_for(name, made.sleeping(name))
    assert made.tables("t3") is None
    runner.kill()
    runner.communicate()
