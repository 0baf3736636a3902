"""`refdb make`: edited object files become migrations that are proved and agree with the files."""

from __future__ import annotations

import pytest

from refdb import catalog
from refdb.diff import diff
from refdb.errors import RefusedError, StatementFailedError

_F = """create or replace function public.f(n integer) returns integer
language sql immutable as $$ select n + {} $$;"""
_NOTE = """create or replace function public.note() returns trigger
language plpgsql as $$ begin return new; end $$;"""
_TRIGGER = """create or replace trigger note {} on public.pupil
for each row execute function public.note();"""
_MV = """create materialized view public.totals as
select name, sum(points) as points{} from public.pupil group by name;
create unique index totals_name_idx on public.totals (name);
comment on materialized view public.totals is 'Totals.';
comment on index public.totals_name_idx is 'One a name.';"""
_JOB = "select cron.schedule('tidy', '{} 3 * * *', 'select 1');"
_VIEW_1 = "create or replace view public.one as select id, name{} from public.pupil;"
_VIEW_2 = "create or replace view public.two as select id{} from public.one;"
_VIEW_3 = "create or replace view public.three as select count(*) as n from public.two;"
_THREE_VIEWS = {
    "views/one": _VIEW_1.format(", points"),
    "views/two": _VIEW_2.format(""),
    "views/three": _VIEW_3,
}

#: What it is, the object files before, and the edit.
CASES = {
    "a new function": ({}, {"functions/f": _F.format(1)}),
    "a changed body": ({"functions/f": _F.format(1)}, {"functions/f": _F.format(2)}),
    "a dropped function": ({"functions/f": _F.format(1)}, {"functions/f": None}),
    "an overload": (
        {"functions/f": _F.format(1)},
        {"functions/f_text": _F.format(1).replace("n integer", "n bigint")},
    ),
    "other arguments": (
        {"functions/f": _F.format(1)},
        {"functions/f": _F.format(1).replace("n integer", "n integer, m text")},
    ),
    "another argument's name": (
        {"functions/f": _F.format(1)},
        {"functions/f": _F.format(1).replace("n integer", "k integer").replace("n +", "k +")},
    ),
    "another return type": (
        {"functions/f": _F.format(1)},
        {"functions/f": _F.format(1).replace("returns integer", "returns bigint")},
    ),
    "another return type below views": (
        {
            "functions/f": _F.format(1),
            "views/one": "create or replace view public.one as\n"
            "select public.f(points) from public.pupil;",
            "views/two": "create or replace view public.two as select * from public.one;",
        },
        {
            "functions/f": _F.format(1)
            .replace("returns integer", "returns text")
            .replace("n + 1", "n::text")
        },
    ),
    "a function that needs a new one": (
        {"functions/a": _F.format(1).replace("public.f", "public.a")},
        {
            "functions/a": _F.format("public.z(n)").replace("public.f", "public.a"),
            "functions/z": _F.format(1).replace("public.f", "public.z"),
        },
    ),
    "a comment": (
        {"functions/f": _F.format(1) + "\ncomment on function public.f(integer) is 'One.';"},
        {"functions/f": _F.format(1) + "\ncomment on function public.f(integer) is 'Two.';"},
    ),
    "a lost comment": (
        {"functions/f": _F.format(1) + "\ncomment on function public.f(integer) is 'One.';"},
        {"functions/f": _F.format(1)},
    ),
    "a grant": (
        {"functions/f": _F.format(1)},
        {"functions/f": _F.format(1) + "\nrevoke all on function public.f(integer) from public;"},
    ),
    "labels": (
        {"functions/f": _F.format(1)},
        {"functions/f": _F.format(1).replace("immutable", "stable strict parallel safe")},
    ),
    "a procedure": (
        {},
        {"functions/p": "create or replace procedure public.p() language sql as 'select 1';"},
    ),
    "a view's new column": (
        {"views/one": _VIEW_1.format("")},
        {"views/one": _VIEW_1.format(", points")},
    ),
    "a lost column below two views": (_THREE_VIEWS, {"views/one": _VIEW_1.format("")}),
    "a dropped chain of views": (_THREE_VIEWS, dict.fromkeys(_THREE_VIEWS)),
    "a view's options": (
        {"views/one": _VIEW_1.format("")},
        {
            "views/one": "create or replace view public.one with (security_barrier) as\n"
            "select id, name from public.pupil;"
        },
    ),
    "a materialized view": ({}, {"views/totals": _MV.format("")}),
    "a materialized view's query": (
        {"views/totals": _MV.format("")},
        {"views/totals": _MV.format(", count(*) as n")},
    ),
    "a materialized view's query below a view": (
        {
            "views/totals": _MV.format(""),
            "views/top": "create or replace view public.top as select name from public.totals;",
        },
        {"views/totals": _MV.format(", count(*) as n")},
    ),
    "a materialized view's index": (
        {"views/totals": _MV.format("")},
        {"views/totals": _MV.format("").replace("unique index", "index")},
    ),
    "a materialized view and what it reads": (
        {
            "views/one": _VIEW_1.format(", points"),
            "views/totals": _MV.format("").replace("public.pupil", "public.one"),
        },
        {
            "views/one": _VIEW_1.format(", points, 1 as more"),
            "views/totals": _MV.format(", max(more) as m").replace("public.pupil", "public.one"),
        },
    ),
    "a trigger": (
        {"functions/note": _NOTE},
        {"triggers/note": _TRIGGER.format("before insert")},
    ),
    "a changed trigger": (
        {"functions/note": _NOTE, "triggers/note": _TRIGGER.format("before insert")},
        {"triggers/note": _TRIGGER.format("before update")},
    ),
    "a dropped trigger and its function": (
        {"functions/note": _NOTE, "triggers/note": _TRIGGER.format("before insert")},
        {"functions/note": None, "triggers/note": None},
    ),
    "a schedule": ({}, {"schedules/tidy": _JOB.format(0)}),
    "a changed schedule": (
        {"schedules/tidy": _JOB.format(0)},
        {"schedules/tidy": _JOB.format(5)},
    ),
    "a dropped schedule": ({"schedules/tidy": _JOB.format(0)}, {"schedules/tidy": None}),
}


@pytest.mark.parametrize("case", CASES)
def test_edit(bench, case) -> None:
    """The edit's pair goes up and down exactly, and then files and migrations agree."""
    before, edit = CASES[case]
    if before:
        bench.edit(before)
        bench.run_there_and_back(bench.make())
    bench.edit(edit)
    pair = bench.make()
    assert pair.changes
    bench.run_there_and_back(pair)
    assert bench.make() is None


def test_verb(workshop) -> None:
    """`make` writes a pair that `prove` finds reversible, after which there is nothing to make."""
    shop = workshop(18)
    shop.edit(_THREE_VIEWS)
    shop.make("before")
    shop.edit({"views/one": _VIEW_1.format("")})
    assert shop.make("edit").startswith(
        "-- why: Edit: changes view public.one.\n-- depends: 0002_before\n"
    )
    shop.check()


def test_a_materialized_view_is_swapped(workshop) -> None:
    """It is built under another name before the old one is dropped: readers wait for no build."""
    shop = workshop(18)
    shop.edit({"views/totals": _MV.format("")})
    shop.make("before")
    shop.edit({"views/totals": _MV.format(", count(*) as n")})
    text = shop.make("edit")
    places = [
        text.index(part)
        for part in (
            "create materialized view public.totals_new as",
            "create unique index totals_name_idx_new on public.totals_new (name);",
            "drop materialized view public.totals;",
            "alter materialized view public.totals_new rename to totals;",
            "alter index public.totals_name_idx_new rename to totals_name_idx;",
        )
    ]
    assert places == sorted(places)


def test_the_rollback_has_the_exact_previous_definition(workshop) -> None:
    """The body that was there stands in the rollback file, white space and comments too."""
    shop = workshop(18)
    shop.edit({"functions/f": _F.format("  1 -- one\n")})
    shop.make("before")
    shop.edit({"functions/f": _F.format(2)})
    shop.make("edit")
    rollback = shop.root / "sql/migrations/0003_edit.rollback.sql"
    assert "select n +   1 -- one\n" in rollback.read_text()


_OWNED = """alter function public.f(integer) owner to refdb_keeper;
grant execute on function public.f(integer) to refdb_reader;
comment on function public.f(integer) is 'Kept.';"""
_ROLES = """
drop role if exists refdb_migrator, refdb_keeper, refdb_reader;
create role refdb_migrator; create role refdb_keeper; create role refdb_reader;
grant refdb_keeper to refdb_migrator;
alter schema public owner to refdb_migrator;
"""


@pytest.mark.parametrize("is_there", [False, True])
def test_who_is_no_superuser_can_give_an_owner(bench, is_there) -> None:
    """A role that is a member of the new owner applies the pair and rolls it back."""
    bench.conn.execute(_ROLES)
    if is_there:
        bench.edit({"functions/f": _F.format(1)})
        bench.conn.execute(f"set role refdb_migrator; {bench.make().apply}; reset role")
    bench.edit({"functions/f": f"{_F.format(1)}\n{_OWNED}"})
    before = catalog.snapshot(bench.conn)
    pair = bench.make()
    bench.conn.execute(f"set role refdb_migrator; {pair.apply}")
    bench.conn.execute("reset role")
    after = catalog.snapshot(bench.conn)
    assert after.entries["function public.f(integer)"].get("owner") == "refdb_keeper"
    assert after.entries["schema public"] == before.entries["schema public"]
    bench.conn.execute(f"set role refdb_migrator; {pair.rollback}")
    bench.conn.execute("reset role")
    assert [one.line() for one in diff(before, catalog.snapshot(bench.conn))] == []


def test_a_grant_to_create_that_is_written_is_not_written_again(bench) -> None:
    """Where the object file lets the owner create, nothing is added around it."""
    bench.conn.execute(_ROLES)
    grant = "grant create on schema public to refdb_keeper;\n"
    own = "alter function public.f(integer) owner to refdb_keeper;\n"
    text = (
        f"{_F.format(1)}\n{grant}{own}{grant.replace('grant', 'revoke').replace(' to ', ' from ')}"
    )
    bench.edit({"functions/f": text})
    assert bench.make().apply.count("grant create") == 1


def test_what_lasts_is_changed_alone(bench) -> None:
    """Of another comment and right, there and back, the body and the rows are not made again."""
    bench.conn.execute(_ROLES)
    comment = "comment on materialized view public.totals is 'Other.';"
    right = "grant select on public.totals to refdb_reader;"
    bench.edit({"functions/f": _F.format(1), "views/totals": _MV.format("")})
    bench.run_there_and_back(bench.make())
    bench.edit(
        {
            "functions/f": f"{_F.format(1)}\ncomment on function public.f(integer) is 'New.';",
            "views/totals": f"{_MV.format('')}\n{comment}\n{right}",
        }
    )
    pair = bench.make()
    assert "create" not in pair.apply + pair.rollback
    assert "drop" not in pair.apply + pair.rollback
    assert pair.said == (
        "changes comment on function public.f(integer), changes materialized view public.totals"
    )
    bench.run_there_and_back(pair)
    assert bench.make() is None


def test_the_order_of_settings_and_grants_comes_back(bench) -> None:
    """A function that is dropped has its `set` clauses and grants back in the catalog's order."""
    bench.conn.execute(_ROLES)
    settings = "set work_mem = '1MB' set search_path = pg_catalog set enable_seqscan = off"
    grants = "".join(
        f"grant execute on function public.f(integer) to {role};\n"
        for role in ("refdb_reader", "refdb_keeper")
    )
    bench.edit({"functions/f": f"{_F.format(1).replace('as $$', f'{settings} as $$')}\n{grants}"})
    bench.run_there_and_back(bench.make())
    asked = "select proconfig, proacl::text from pg_proc where proname = 'f'"
    before = bench.conn.execute(asked).fetchall()
    bench.edit({"functions/f": None})
    pair = bench.make()
    bench.conn.execute(pair.apply)
    bench.conn.execute(pair.rollback)
    assert bench.conn.execute(asked).fetchall() == before


def _needed_by_a_table(shop) -> None:
    """A function that is a column's default: it cannot be dropped and made again."""
    shop.edit({"functions/f": _F.format(1)})
    shop.make("before")
    (shop.root / "sql/migrations/0003_default.sql").write_text(
        "alter table public.pupil alter column points set default public.f(1);\n"
    )
    (shop.root / "sql/migrations/0003_default.rollback.sql").write_text(
        "-- loses: nothing\nalter table public.pupil alter column points drop default;\n"
    )


_IN_PLACE = {
    "another body": {"functions/f": _F.format(2)},
    "a right less": {
        "functions/f": f"{_F.format(1)}\nrevoke all on function public.f(integer) from public;"
    },
    "a comment": {"functions/f": f"{_F.format(1)}\ncomment on function public.f is 'One more.';"},
    "a function of its own to call": {
        "functions/f": "create or replace function public.f(n integer) returns integer\n"
        "language sql immutable return public.g(n);",
        "functions/g": _F.format(1).replace("public.f", "public.g"),
    },
}

# Those that are made without the function's text.
_LASTING = ("a right less", "a comment")


@pytest.mark.parametrize("edit", _IN_PLACE)
def test_what_a_table_needs_is_replaced(workshop, edit) -> None:
    """A function in a table's default is changed, and changed back, without the table's notice."""
    shop = workshop(18)
    _needed_by_a_table(shop)
    shop.edit(_IN_PLACE[edit])
    made = shop.make("edit")
    assert ("create or replace function" in made) is (edit not in _LASTING)
    shop.check()


def test_what_a_table_needs_is_not_dropped(workshop) -> None:
    """Another return type of a function in a table's default is refused, with the column's name."""
    shop = workshop(18)
    _needed_by_a_table(shop)
    shop.edit({"functions/f": _F.format(1).replace("returns integer", "returns bigint")})
    with pytest.raises((RefusedError, StatementFailedError)) as refused:
        shop.make("edit")
    assert "public.pupil.points" in str(refused.value) + refused.value.detail + refused.value.hint


def test_an_object_file_that_makes_a_table(workshop) -> None:
    """An object's file that changes what only a migration may change is refused."""
    shop = workshop(18)
    shop.edit({"functions/f": _F.format(1) + "\ncreate table public.sneaky ();"})
    with pytest.raises(RefusedError, match="only a migration may change") as refused:
        shop.make("edit")
    assert "table public.sneaky" in refused.value.detail


def test_a_file_with_an_error(workshop) -> None:
    """An object's file that cannot be run is told with its line, and nothing is written."""
    shop = workshop(18)
    shop.edit({"functions/f": _F.format("nosuch(n)")})
    with pytest.raises(StatementFailedError) as failed:
        shop.make("edit")
    assert failed.value.file == "sql/functions/f.sql"
    assert failed.value.line in {3, 4}
    assert len(list((shop.root / "sql/migrations").iterdir())) == 2


def test_one_object_in_two_files(workshop) -> None:
    """Two files that define one function are refused by name."""
    shop = workshop(18)
    shop.edit({"functions/f": _F.format(1), "functions/g": _F.format(2)})
    with pytest.raises(Exception, match=r"defines function public.f\(integer\), and so does"):
        shop.make("edit")


def test_amend(workshop) -> None:
    """--amend writes the newest made migration anew, under the new name, and nothing else."""
    shop = workshop(18)
    shop.edit({"functions/f": _F.format(1)})
    shop.make("first")
    shop.edit({"functions/f": _F.format(2)})
    text = shop.make("second", amend=True)
    names = sorted(one.name for one in (shop.root / "sql/migrations").iterdir())
    assert names[2:] == ["0002_second.rollback.sql", "0002_second.sql"]
    assert "n + 2" in text
    shop.check()


def test_amend_of_a_migration_by_hand(workshop) -> None:
    """--amend does not touch what a person wrote."""
    shop = workshop(18)
    shop.edit({"functions/f": _F.format(1)})
    with pytest.raises(RefusedError, match="not made by"):
        shop.make("first", amend=True)


def test_amend_of_what_is_applied(workshop, database) -> None:
    """--amend refuses a migration that is applied on the target."""
    shop = workshop(18)
    shop.edit({"functions/f": _F.format(1)})
    shop.make("first")
    project = shop.project
    here = type(project)(project.config, database)
    here.apply()
    shop.edit({"functions/f": _F.format(2)})
    with pytest.raises(RefusedError, match="what was run must not change"):
        type(project)(project.config, database).make("second", amend=True)
