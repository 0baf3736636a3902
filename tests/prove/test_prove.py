"""What the verb proves, says and ends with, on trees of several migrations."""

from pathlib import Path

import pytest

from commands import refdb
from refdb.project import Project
from servers import VERSIONS
from trees import write_tree

_ROOT = Path(__file__).parents[2]
_TABLE = {
    "0001_a.sql": "-- why: a.\ncreate table public.a (id integer, b integer);\n",
    "0001_a.rollback.sql": "-- loses: every a\ndrop table public.a;\n",
}
_INDEX_LOST = {
    "0002_index.sql": "-- why: b.\ncreate index a_b_idx on public.a (b);\n",
    "0002_index.rollback.sql": "-- loses: nothing\ndrop index public.a_b_idx;\n",
    "0003_drop.sql": "-- why: no b.\nalter table public.a drop column b;\n",
    "0003_drop.rollback.sql": "-- loses: a.b\nalter table public.a add column b integer;\n",
}
_SAMPLE = "-- purpose: Rows.\n-- table: public.a\nselect 1 as id from generate_series(1, 5);\n"


def _verdicts(ran) -> dict[str, str]:
    return {one["id"]: one["verdict"] for one in ran.answer["migrations"]}


@pytest.mark.parametrize("postgres", VERSIONS)
def test_own_tree_with_data(postgres) -> None:
    """Every migration of the referral schema is reversible, with rows in its tables too."""
    ran = refdb(_ROOT, "prove", "--data", "--sample", "200", "--postgres", str(postgres), "--json")
    assert (ran.code, ran.err) == (0, "")
    assert set(_verdicts(ran).values()) == {"reversible"}
    all_of_them = {"rolled_back": len(_verdicts(ran)), "has_data": True, "breaks": [], "left": []}
    assert ran.answer["chain"] == all_of_them


def test_what_is_not_good_is_shown_with_the_file_to_mend(tmp_path) -> None:
    """The change is named in words, the file and the next command are, and the code is 1."""
    write_tree(tmp_path, _TABLE | _INDEX_LOST)
    ran = refdb(tmp_path, "prove", "--lock-rows", "0")
    assert ran.code == 1
    assert ran.out.splitlines()[:4] == [
        "reversible      0001_a",
        "reversible      0002_index",
        "not reversible  0003_drop",
        "                index public.a_b_idx: removed",
    ]
    assert "Mend sql/migrations/0003_drop.rollback.sql" in ran.err
    assert max(map(len, ran.out.splitlines())) <= 80


def test_a_failing_one_does_not_stop_the_rest(tmp_path) -> None:
    """Those after an irreversible one, one without a rollback and failing ones are proved."""
    write_tree(
        tmp_path,
        _TABLE
        | {
            "0002_gone.sql": "-- why: x.\n-- irreversible: it is the law\ndelete from public.a;\n",
            "0003_none.sql": "-- why: x.\ncreate table public.n (id integer);\n",
            "0004_fails.sql": "-- why: x.\ncreate table public.a (id integer);\n",
            "0004_fails.rollback.sql": "-- loses: nothing\ndrop table public.a;\n",
            "0005_stuck.sql": "-- why: x.\n-- transactional: false\ncreate table public.s ();\n",
            "0005_stuck.rollback.sql": "drop table public.s;\ndrop table public.t;\n",
            "0006_good.sql": "-- why: x.\ncreate index s_idx on public.s ((1));\n",
            "0006_good.rollback.sql": "-- loses: nothing\ndrop index public.s_idx;\n",
        },
    )
    ran = refdb(tmp_path, "prove", "--json")
    assert list(_verdicts(ran).values()) == [
        "reversible",
        "irreversible",
        "no rollback",
        "apply fails",
        "rollback fails",
        "reversible",
    ]
    assert [one["object"] for one in ran.answer["findings"]] == [
        "0003_none",
        "0004_fails",
        "0005_stuck",
    ]
    failed = ran.answer["migrations"][4]["error"]
    assert (failed["file"], failed["line"], failed["sqlstate"]) == (
        "sql/migrations/0005_stuck.rollback.sql",
        2,
        "42P01",
    )
    assert ran.answer["chain"]["rolled_back"] == 2
    assert [one["why"] for one in ran.answer["chain"]["breaks"]] == [
        "rollback fails",
        "no rollback",
        "irreversible",
    ]


def test_a_long_tree_is_proved_in_two_halves(tmp_path) -> None:
    """Those after one that fails, in whichever half, are judged as if they were in one."""
    files = {}
    for number in range(1, 61):
        name, table = f"{number:04}_t", f"public.t{number}"
        files[f"{name}.sql"] = f"-- why: x.\ncreate table {table} (id integer);\n"
        files[f"{name}.rollback.sql"] = f"-- loses: every t\ndrop table {table};\n"
    files["0010_t.sql"] = (
        "-- why: x.\n-- transactional: false\ncreate table public.t10 ();\nselec;\n"
    )
    files["0020_t.sql"] = (
        "-- why: x.\n-- transactional: false\ncreate type public.x;\nselect 1 / 0;\n"
    )
    files["0050_t.rollback.sql"] = "-- loses: every t\ndrop table public.t51;\n"
    write_tree(tmp_path, files)
    ran = refdb(tmp_path, "prove", "--json", "--lock-rows", "0")
    odd = {name: verdict for name, verdict in _verdicts(ran).items() if verdict != "reversible"}
    assert odd == {"0010_t": "apply fails", "0020_t": "apply fails", "0050_t": "rollback fails"}
    assert len(_verdicts(ran)) == 60
    chain = ran.answer["chain"]
    assert (chain["rolled_back"], [one["id"] for one in chain["breaks"]]) == (57, ["0050_t"])
    assert chain["left"] == []


def test_from_one_on(tmp_path) -> None:
    """Those before are only applied, so that nothing is said of them."""
    write_tree(tmp_path, _TABLE | _INDEX_LOST)
    ran = refdb(tmp_path, "prove", "--from", "3", "--json")
    assert _verdicts(ran) == {"0003_drop": "not reversible"}
    assert ran.answer["chain"]["rolled_back"] == 0
    assert refdb(tmp_path, "prove", "--from", "2_no").code == 2


def test_one_that_leans_on_what_a_later_one_leaves(tmp_path) -> None:
    """A rollback that works alone and not in the chain is found on the way down."""
    write_tree(
        tmp_path,
        _TABLE
        | {
            "0002_t.sql": "-- why: x.\ncreate table public.t (id integer);\n",
            "0002_t.rollback.sql": "-- loses: every t\ndrop table public.t;\n",
            "0003_role.sql": "-- why: x.\ngrant select on public.t to pg_monitor;\n",
            "0003_role.rollback.sql": "-- loses: nothing\n"
            "revoke all on public.t from pg_monitor;\n"
            "do $$ begin\n"
            "if exists (select from public.a where id = 7) then drop table public.t; end if;\n"
            "insert into public.a values (7);\n"
            "if (select count(*) from public.a) < 2 then delete from public.a; end if;\n"
            "end $$;\n",
        },
    )
    sample = tmp_path / "sql/sample/0001_a.sql"
    sample.parent.mkdir()
    sample.write_text(_SAMPLE.replace("select 1 as", "select 7 as"), encoding="utf-8")
    ran = refdb(tmp_path, "prove", "--json")
    assert set(_verdicts(ran).values()) == {"reversible"}
    ran = refdb(tmp_path, "prove", "--data", "--json")
    failed = ran.answer["migrations"][2]
    assert (failed["verdict"], failed["error"]["when"]) == (
        "apply fails",
        "with the sample data in",
    )


def test_data_that_is_lost_and_not_named(tmp_path) -> None:
    """Rows of a table that was there before go, the header says nothing: only data shows it."""
    deleting = {
        "0002_check.sql": "-- why: x.\n"
        "alter table public.a add constraint a_check check (id > 0);\n",
        "0002_check.rollback.sql": "-- loses: nothing\n"
        "alter table public.a drop constraint a_check;\ndelete from public.a where id = 1;\n",
    }
    write_tree(tmp_path, _TABLE | deleting, sample__0001_a=_SAMPLE)
    assert refdb(tmp_path, "prove").code == 0
    ran = refdb(tmp_path, "prove", "--data", "--sample", "10", "--json")
    assert ran.code == 1
    assert _verdicts(ran) == {"0001_a": "reversible", "0002_check": "loses data"}
    (lost,) = ran.answer["migrations"][1]["losses"]
    assert lost["line"] == "rows of public.a: 5 of 5 lost"


def test_no_data_where_a_migration_fails(tmp_path) -> None:
    """Sample data is for the whole schema: without a part of it there is none, and that is said."""
    failing = {
        "0002_fails.sql": "-- why: x.\ncreate table public.a (id integer);\n",
        "0002_fails.rollback.sql": "-- loses: every a\ndrop table public.a;\n",
    }
    write_tree(tmp_path, _TABLE | failing, sample__0001_a=_SAMPLE)
    ran = refdb(tmp_path, "prove", "--data")
    assert (ran.code, "without data" in ran.out) == (1, True)


def test_requests_that_cannot_be(tmp_path) -> None:
    """No migration, no sample data and --sample without --data are said, with code 2."""
    write_tree(tmp_path, {})
    assert "no migration" in refdb(tmp_path, "prove").err
    write_tree(tmp_path, _TABLE)
    assert "no sample data" in refdb(tmp_path, "prove", "--data").err
    assert refdb(tmp_path, "prove", "--sample", "10").code == 2


def test_from_python(tmp_path) -> None:
    """The method answers proofs and findings."""
    write_tree(tmp_path, _TABLE | _INDEX_LOST)
    (tmp_path / "refdb.toml").touch()
    proved = Project.load(tmp_path / "refdb.toml").prove()
    assert [one.key for one in proved.findings] == ["prove/not-reversible:0003_drop"]


def test_a_name_that_is_cut_is_a_finding_with_its_place(tmp_path) -> None:
    """A name of 64 bytes is told with file and line, in a body too; one of 63 is not."""
    long = "é" * 31 + "ab"
    files = {
        "0001_names.sql": "-- why: names.\ncreate table public.a (b integer);\n"
        f"create index {long} on public.a (b);\n"
        f"do $$\nbegin\n    create index c{long} on public.a (b);\nend\n$$;\n"
        f"create index {'x' * 63} on public.a (b);\n",
        "0001_names.rollback.sql": "-- loses: a\ndrop table public.a;\n",
    }
    write_tree(tmp_path, files)
    ran = refdb(tmp_path, "prove", "--lock-rows", "0", "--json")
    assert ran.code == 1
    found = [(one["rule"], one["file"], one["line"]) for one in ran.answer["findings"]]
    file = "sql/migrations/0001_names.sql"
    assert found == [("prove/long-name", file, 3), ("prove/long-name", file, 6)]
    cut = f"has 64 bytes, and Postgres cuts it to {long[:-1]}"
    assert ran.answer["findings"][0]["message"].endswith(cut)
