"""What is wrong with the plans of statements that nobody wrote a contract for."""

from __future__ import annotations

import pytest

from refdb import db
from refdb.errors import StatementFailedError
from refdb.plans.audit import Limits

_DEEP = """create function public.deep(p_note text) returns bigint language plpgsql stable as $$
declare
    v_person public.people;
    v_found bigint := 0;
begin
    select * into v_person from public.people where email = p_note;

    if v_person.id is not null then
        begin
            select * into v_person from public.people where id = v_person.id + 1;

            while v_found = 0 loop
                select * into v_person from public.people where id = v_person.id + 1;
            end loop;

            select count(*)
            into v_found
            from public.towns as town
            cross join public.visits as visit
            where visit.note = p_note;
        exception
            when no_data_found then
                null;
        end;
    end if;

    return v_found;
end;
$$;
"""


def test_a_scan_hidden_three_statements_deep_is_found_with_its_line(world, keys) -> None:
    """The line is the one that names the table, in a block in a condition of a function."""
    world.function("deep", _DEEP)
    audited = world.audit()
    (finding,) = [one for one in audited.findings if one.object.startswith("public.deep")]
    assert finding.key == "audit/seq-scan:public.deep(text) on public.visits"
    assert (finding.file, finding.line) == ("sql/functions/deep.sql", 20)
    assert finding.message == "reads all of visits (30k rows) to find 1 row"
    assert "(visit.note = $1)" in finding.hint


_FORM = """create function public.probe(p_id integer, p_at timestamptz) returns void
language plpgsql {settings} as $$
begin
{body}
end;
$$;
"""


@pytest.fixture
def probed(world, keys):
    """Answers a function that answers the findings of a body; its first line is line 5."""

    def probe(body: str, settings: str = "", *changes: str, **options):
        world.function("probe", _FORM.format(body=body, settings=settings))
        audited = world.audit(*changes, **options)
        assert [one for one in audited.unchecked if "probe" in one.object] == []
        return keys(audited, "public.probe")

    return probe


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("perform from public.visits where id = p_id;", []),
        ("perform from public.visits where at = p_at;", [("seq-scan", 5)]),
        ("perform from public.visits;", [("seq-scan", 5)]),
        ("perform from public.visits limit 5;", []),
        ("perform from public.visits order by note limit 5;", [("seq-scan", 5)]),
        ("perform from public.towns;", []),
        ("return; perform\n1\nfrom public.visits\nwhere note = '';", [("seq-scan", 7)]),
        ("p_id := (select count(*) from public.visits where at = p_at);", [("seq-scan", 5)]),
        ("if exists (select from public.visits where at = p_at) then end if;", [("seq-scan", 5)]),
        ("delete from public.visits where at = p_at;", [("seq-scan", 5)]),
        ("execute 'delete from public.visits where at = $1' using p_at;", [("seq-scan", 5)]),
    ],
)
def test_whole_reads_of_large_tables(probed, body, expected) -> None:
    """A table over 10,000 rows that is read as a whole is a finding, with the line."""
    assert probed(body) == expected


def test_a_scan_in_a_loop(probed) -> None:
    """What is read as a whole in each round of a loop is told as that, from 1,000 rows on."""
    body = "for i in 1..9 loop\nperform from public.visits where at = p_at;\nend loop;"
    assert probed(body) == [("scan-in-loop", 6)]
    assert probed("loop\nperform from public.towns;\nend loop;") == []


def test_a_scan_for_each_row(probed) -> None:
    """A subquery that reads a table as a whole for each row of another is told as that."""
    body = (
        "perform (select count(*) from public.visits where visits.person_id = people.id)\n"
        "from public.people where town_id = p_id;"
    )
    assert probed(body) == [("nested-scan", 5)]


def test_a_subquery_that_is_kept_is_read_once(probed) -> None:
    """A subquery that the server keeps in a hash table is no scan for each row."""
    body = "perform from public.people\nwhere id not in (\nselect person_id from public.visits\n);"
    assert probed(body, "set work_mem = '64MB'") == [("seq-scan", 5), ("seq-scan", 7)]


def test_sorts_that_spill(probed) -> None:
    """A sort of more than work_mem is a finding, unless the function has set enough."""
    body = "perform id from public.visits order by note;"
    assert ("sort-spills", 5) in probed(body, "set work_mem = '1MB'")
    assert ("sort-spills", 5) not in probed(body, "set work_mem = '64MB'")
    assert ("sort-spills", 5) in probed(body, "", "set local work_mem = '1MB'")


def test_nested_loops_over_many_rows(probed) -> None:
    """A join that looks into a table for each of very many rows is a finding."""
    body = "perform from public.visits join public.people on people.id = visits.person_id;"
    forced = "set enable_hashjoin = off set enable_mergejoin = off"
    many = Limits(rows=1e9, rounds=20_000)
    assert probed(body, forced, limits=many) == [("nested-loop", 5)]
    assert probed(body, forced, limits=Limits(rows=1e9)) == []


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("perform public.current_town() from public.people;", [("function-per-row", 5)]),
        ("perform sum(public.current_town()) from public.people;", [("function-per-row", 5)]),
        ("perform (select public.current_town()) from public.people;", []),
        ("perform from public.people where id = public.current_town();", []),
        (
            "perform from public.people where length(state) = current_town();",
            [("function-per-row", 5)],
        ),
        ("perform public.current_town() from public.people where id = p_id;", []),
        ("perform from public.people, public.current_town();", []),
    ],
)
def test_functions_called_for_each_row(probed, body, expected) -> None:
    """A function that is called for each of 10,000 rows is a finding; one in an index is not."""
    assert probed(body, limits=Limits(rows=1e9, calls=10_000)) == expected


def test_a_function_plans_by_its_own_settings(probed) -> None:
    """What a function sets counts: here, that no table is to be read as a whole."""
    body = "perform from public.people where state = 'state 1' and town_id > 0;"
    assert probed(body) == [("seq-scan", 5)]
    assert probed(body, "set enable_seqscan = off") == []


def test_views_are_judged_by_who_reads_them(world, keys) -> None:
    """A view over a whole table is none of its faults; a statement that reads it shows it."""
    view = "create view public.all_visits as select * from public.visits;"
    world.write("views/all_visits", f"-- purpose: Visits.\n\n{view}\n")
    world.function(
        "by_id", _FORM.format(body="perform from all_visits where id = p_id;", settings="")
    )
    audited = world.audit()
    assert keys(audited, "public.all_visits") == []
    assert keys(audited, "public.probe") == []


def test_a_refresh_reads_what_it_sums_up(world, keys) -> None:
    """A materialized view may read a table as a whole, but not to find a few rows in it."""
    for name, condition in (("most", "id > 5"), ("few", "note = 'note 1'")):
        query = f"select * from public.visits where {condition}"
        text = f"create materialized view public.{name} as {query};"
        world.write(f"views/{name}", f"-- purpose: Some.\n\n{text}\n")
    audited = world.audit()
    assert keys(audited, "public.most") == []
    assert keys(audited, "public.few") == [("seq-scan", 3)]


def test_what_a_policy_calls_for_each_row(world, keys) -> None:
    """A policy whose condition calls a function for each row is a finding of the policy."""
    assert keys(world.audit(), "public.people.people_of_town") == []
    change = (
        "alter policy people_of_town on public.people using (length(state) = public.current_town())"
    )
    assert keys(world.audit(change), "public.people.people_of_town") == [("function-per-row", 34)]


def test_statements_are_planned_as_who_runs_them(world) -> None:
    """The caller's policies hold in a function with the caller's rights, not in its definer's."""
    body = "perform from public.people where email = 'a';"
    text = _FORM.format(body=body, settings="").replace("probe", "{0}")
    world.function("invoked", text.format("invoked"))
    world.function("defined", text.format("defined").replace(" as $$", " security definer as $$"))
    grant = "grant execute on function public.{0}(integer, timestamptz) to audit_reader"
    audited = world.audit(grant.format("invoked"), grant.format("defined"))
    planned = {one.statement.object.partition("(")[0]: one for one in audited.planned}
    assert planned["public.invoked"].role == "audit_reader"
    assert "current_town" in str(planned["public.invoked"].plan)
    assert planned["public.defined"].role == "postgres"
    assert "current_town" not in str(planned["public.defined"].plan)


def test_a_role_that_may_not_read_is_passed_over(world) -> None:
    """A caller without rights on a table runs the function in another way: it is still planned."""
    text = _FORM.format(body="perform from public.visits where id = 1;", settings="")
    world.function("probe", text)
    audited = world.audit("grant execute on function public.probe to audit_reader")
    (planned,) = [one for one in audited.planned if "probe" in one.statement.object]
    assert planned.role == ""


def test_nothing_stays_behind(world) -> None:
    """Whatever fails on the way, settings, role and prepared statements are as before."""
    world.function(
        "probe", _FORM.format(body="perform from nowhere;", settings="set work_mem = 99")
    )
    state = (
        "select current_user, current_setting('work_mem'), current_setting('plan_cache_mode'), "
        "current_setting('transaction_read_only'), (select count(*) from pg_prepared_statements)"
    )
    with world.connected() as conn:
        before = conn.execute(state).fetchall()
        audited = world.audit_in(conn)
        assert conn.execute(state).fetchall() == before
    assert [one.line for one in audited.unchecked if "probe" in one.object] == [5]


def test_a_lost_connection_is_told(world, world_url) -> None:
    """An audit whose server goes away ends with an error, not with an empty list."""
    with db.connect(world_url) as conn, db.connect(world_url) as other:
        other.execute("select pg_terminate_backend(%s)", (conn.info.backend_pid,))
        with pytest.raises(StatementFailedError):
            world.audit_in(conn)
