"""Indexes that nothing reads, that are there twice, that a key misses; and exceptions."""

from __future__ import annotations

from refdb.tree import Tree


def _of_indexes(audited):
    rules = ("unused-index", "duplicate-index", "overlapping-index", "foreign-key-index")
    return {
        (one.rule.removeprefix("audit/"), one.object, one.line)
        for one in audited.findings
        if one.rule.removeprefix("audit/") in rules
    }


_READS = """create function public.reads(p_town integer, p_born date, p_email text) returns void
language plpgsql as $$
begin
    perform from public.people where town_id = p_town and born = p_born;
    perform from public.people where email = p_email;
end;
$$;
"""


def test_indexes_are_judged(world) -> None:
    """An unused, a second, an overlapping index and a key without one, each with its line."""
    world.function("reads", _READS)
    assert _of_indexes(world.audit()) == {
        ("unused-index", "public.people_state_idx", 20),
        ("duplicate-index", "public.people_email_again_idx", 19),
        ("overlapping-index", "public.people_town_id_idx", 16),
        ("foreign-key-index", "public.visits.visits_person_id_fkey", 25),
    }


def test_the_way_out_is_a_statement(world) -> None:
    """The hints can be typed."""
    hints = {one.rule: one.hint for one in world.audit().findings}
    key = hints["audit/foreign-key-index"]
    create = "create index concurrently visits_person_id_idx on public.visits (person_id)"
    assert key == f"`{create}`."
    assert (
        "`drop index concurrently public.people_email_again_idx`" in hints["audit/duplicate-index"]
    )


def test_an_index_for_a_key_mends_it(world) -> None:
    """Any index that begins with the key's column will do, a partial one over its rows too."""
    for text in ("(person_id, at)", "(person_id) where person_id is not null"):
        found = _of_indexes(world.audit(f"create index on public.visits {text}"))
        assert "foreign-key-index" not in {rule for rule, _, _ in found}
    found = _of_indexes(world.audit("create index on public.visits (at, person_id)"))
    assert "foreign-key-index" in {rule for rule, _, _ in found}


def test_what_a_contract_reads_is_used(world, tmp_path) -> None:
    """An index that a contract's query reads, or that it names, is not unused."""
    folder = tmp_path / "sql/plans"
    folder.mkdir(parents=True)
    query = "select id from public.people where state = 'never'"
    (folder / "never.sql").write_text(f"-- forbid: sort\n\n{query};\n")
    contracts = Tree(tmp_path / "sql", tmp_path).contracts
    assert ("unused-index", "public.people_state_idx", 20) in _of_indexes(world.audit())
    assert "public.people_state_idx" not in str(_of_indexes(world.audit(contracts=contracts)))


def test_an_index_that_only_a_larger_table_needs_is_used(world) -> None:
    """A statement that reads a small table as a whole would use its index in a large one."""
    world.function(
        "probe",
        """create function public.probe(p_name text) returns void language plpgsql as $$
begin
    perform from public.towns where name = p_name;
end;
$$;
""",
    )
    index = "create index towns_name_idx on public.towns (name)"
    assert "towns_name_idx" not in str(_of_indexes(world.audit(index)))


def test_a_unique_index_is_needed(world) -> None:
    """An index that forbids equal keys is neither unused nor a part of another one."""
    changes = (
        "create unique index towns_name_key on public.towns (name)",
        "create index towns_name_id_idx on public.towns (name, id)",
    )
    objects = {name for _, name, _ in _of_indexes(world.audit(*changes))}
    assert "public.towns_name_key" not in objects


def test_a_partitioned_table_is_judged_as_a_whole(world) -> None:
    """An index of it is used where a partition's is, and a scan names the table, not its part."""
    parts = """
create table public.days (day date not null, what text) partition by range (day);
create table public.days_1 partition of public.days for values from (minvalue) to ('2025-01-01');
create table public.days_2 partition of public.days default;
insert into public.days
select date '2024-01-01' + n / 100, n::text from generate_series(1, 60000) as n;
create index days_day_idx on public.days (day);
create index days_what_idx on public.days (what);
analyze public.days, public.days_1, public.days_2
"""
    world.function(
        "of_days",
        """create function public.of_days(p_day date) returns void language plpgsql as $$
begin
    perform from public.days where day = p_day;
    perform from public.days where what || '' = 'x';
end;
$$;
""",
    )
    # The function is planned, not run, so the table may come after it.
    audited = world.audit(parts)
    assert "public.days_day_idx" not in str(_of_indexes(audited))
    assert "public.days_what_idx" in str(_of_indexes(audited))
    scans = {one.object for one in audited.findings if one.rule == "audit/seq-scan"}
    assert scans == {"public.of_days(date) on public.days"}


def test_exceptions_have_a_reason_and_must_except_something(world) -> None:
    """What is left alone is told with its reason; an exception from nothing is a finding.

    One for a statement that is there may be for another size.
    """
    ignore = {
        "audit/unused-index:public.people_*": "read by hand",
        "audit/seq-scan:public.gone": "never",
        "audit/seq-scan:public.people.people_town_id_fkey on public.people": "at other sizes",
        "drift/extra:table x": "of another check",
    }
    audited = world.audit(ignore=ignore)
    left_alone = {one.object: why for one, why in audited.ignored}
    assert left_alone["public.people_state_idx"] == "read by hand"
    assert "people_state_idx" not in str(audited.findings)
    (unused,) = [one for one in audited.findings if one.rule == "audit/unused-ignore"]
    assert unused.object == "audit/seq-scan:public.gone"
    assert audited.dormant == ("audit/seq-scan:public.people.people_town_id_fkey on public.people",)
