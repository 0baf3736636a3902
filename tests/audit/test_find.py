"""The statements inside functions: found, with types and lines."""

from __future__ import annotations

import pytest

# Line 2 of its file is the first one here.
_BODY = """create or replace function public.work(p_town integer, p_at timestamptz default now())
returns setof public.people
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
<<outside>>
declare
    v_person public.people%rowtype;
    v_email public.people.email%type;
    v_ids integer[];
    v_people public.people[];
    v_note public.note := 'none';
    v_visit record;
    v_total bigint := (select count(*) from public.towns);
    v_cursor cursor (k integer) for select * from public.people where id = k;
begin
    select *
    into v_person
    from public.people
    where id = p_town;

    for v_visit in
        select
            visit.id,
            visit.at
        from public.visits as visit
        where visit.note = v_note
    loop
        declare
            v_email integer;
        begin
            if exists (select from public.towns where id = v_email) then
                update public.visits
                set at = p_at
                where id = v_visit.id and person_id = v_person.id;
            end if;
        exception
            when others then
                raise notice '%', (select max(id) from public.visits where at = v_visit.at);
        end;
    end loop;

    for i in 1..3 loop
        perform from public.people where id = i and id = any(v_ids) and email = outside.v_email;
    end loop;

    v_total := (
        select count(*)
        from public.people
        where town_id = work.p_town
    );

    return query
    select *
    from public.people
    where
        email = v_email
    order by v_total;

    execute 'select ' || v_email;
    execute 'select count(*) from public.visits where note = $1' into v_total using v_email;
end;
$$;
"""


@pytest.fixture
def statements(world):
    """The statements of the function above, by line."""
    world.function("work", _BODY)
    found = world.found()
    of_it = [one for one in found.statements if one.object.startswith("public.work")]
    return {one.line: one for one in of_it}


def _words(text):
    return text.split()


def _types(statement):
    return {one.name: one.type for one in statement.params}


def test_each_statement_has_its_line(statements) -> None:
    """Statements in declarations, blocks, loops, conditions and handlers have their own lines."""
    assert sorted(statements) == [16, 17, 19, 24, 34, 35, 41, 46, 49, 55, 63]
    assert statements[35].loops == (24,)
    assert statements[24].loops == ()
    assert statements[41].kind == "raise"
    assert statements[46].loops == (45,)


def test_variables_have_their_declared_types(statements) -> None:
    """Parameters, rows, columns' types, arrays, domains and loop counters are known."""
    assert _types(statements[19]) == {"p_town": "integer"}
    assert _types(statements[24]) == {"v_note": "text"}
    assert _types(statements[46]) == {
        "i": "integer",
        "v_ids": "integer[]",
        "outside.v_email": "text",
    }
    assert _types(statements[55]) == {"v_email": "text", "v_total": "bigint"}


def test_an_inner_block_hides_what_it_names_again(statements) -> None:
    """In the block that declares v_email anew it is an integer, behind it a text again."""
    assert _types(statements[34]) == {"v_email": "integer"}


def test_fields_of_rows_and_records(statements) -> None:
    """A field of a row has its column's type; of a record, the type that its query gives."""
    first, second, third = statements[35].params
    assert (first.name, first.type) == ("p_at", "timestamp with time zone")
    assert (second.name, second.type, second.field) == ("v_visit.id", "", "id")
    assert second.giver == statements[24].id
    assert (third.name, third.type) == ("v_person.id", "integer")


def test_only_names_are_replaced(statements) -> None:
    """The statement stays as it is written, but for what stands for its variables."""
    assert statements[19].text.split() == _words("select * from public.people where id = $1")
    assert "where id = $2 and person_id = $3" in statements[35].text


def test_text_made_at_run_time_is_listed(world) -> None:
    """Dynamic SQL is listed with its line; a constant text is looked into."""
    world.function("work", _BODY)
    unchecked = [one for one in world.found().unchecked if one.object.startswith("public.work")]
    assert [(one.line, one.reason) for one in unchecked] == [(62, "its text is made at run time")]


def test_other_languages_bodies(world) -> None:
    """SQL functions are found by name and by number, in a string, a return and begin atomic."""
    world.function(
        "in_string",
        """create function public.in_string(id integer, integer) returns bigint language sql as $$
    select 1;
    select count(*) from public.people where people.id = in_string.id and town_id = $2 and id = 3
$$;
""",
    )
    world.function(
        "in_return",
        """create function public.in_return(p_id integer) returns bigint language sql stable
return (
    select count(*) from public.people where id = p_id
);
""",
    )
    world.function(
        "in_atomic",
        """create function public.in_atomic(p_id integer) returns bigint language sql
begin atomic
    select case when p_id = 1 then 2 end from public.towns;
    select count(*)
    from public.people
    where id = p_id;
end;
""",
    )
    found = {}
    for one in world.found().statements:
        if one.object.startswith("public.in_"):
            found[one.object.partition("(")[0], one.line] = one.params
    assert {key: [(one.name, one.type) for one in value] for key, value in found.items()} == {
        ("public.in_string", 4): [("in_string.id", "integer"), ("$2", "integer")],
        ("public.in_return", 3): [("in_return.p_id", "integer")],
        ("public.in_atomic", 4): [("in_atomic.p_id", "integer")],
        ("public.in_atomic", 5): [("in_atomic.p_id", "integer")],
    }


_TRIGGER = """create function public.seen() returns trigger language plpgsql as $$
declare
    v_row record;
begin
    v_row := case when tg_op = 'DELETE' then old else new end;
    perform from public.towns where id = new.town_id and name = tg_op;
    perform from public.people where id = v_row.id and email = v_row.email;
    perform from changed join public.visits on visits.person_id = changed.id;
    return null;
end;
$$;
create trigger seen after update on public.people
referencing new table as changed
for each statement execute function public.seen();
"""


def test_trigger_functions(world) -> None:
    """New has its table's columns, a whole row assigned its fields, a transition table rows."""
    world.function("seen", _TRIGGER)
    audited = world.audit()
    planned = {one.statement.line: one for one in audited.planned if "seen" in one.statement.object}
    assert [one.type for one in planned[7].statement.params] == ["integer", "text"]
    assert [one.field for one in planned[8].statement.params] == ["id", "email"]
    assert planned[8].guessed == ()
    assert any("fired on public.people" in one for one in planned[9].statement.assumptions)
    assert [one for one in audited.unchecked if "seen" in one.object] == []


def test_views_policies_and_keys_are_statements(world) -> None:
    """Their queries are found, each with the place of its definition."""
    text = "create or replace view public.grown as select * from public.people where born < now();"
    world.write("views/grown", f"-- purpose: Grown.\n\n{text}\n")
    found = {(one.kind, one.object): (one.file, one.line) for one in world.found().statements}
    assert found["view", "public.grown"] == ("sql/views/grown.sql", 3)
    migration = "sql/migrations/0001_world.sql"
    assert found["policy", "public.people.people_of_town"] == (migration, 34)
    assert found["foreign key", "public.people.people_town_id_fkey"] == (migration, 10)


def test_what_cannot_be_known_is_said(world) -> None:
    """A row that only run time knows, and a table that is made at run time, have their reason."""
    world.function(
        "blind",
        """create function public.blind(p_any anyelement) returns void language plpgsql as $$
declare
    v_row record;
begin
    execute p_any::text into v_row;
    insert into public.people select v_row.*;
    perform from public.made_later where id = 1;
    perform from public.people where id = p_any;
    perform from public.people where id = v_row.id;
end;
$$;
""",
    )
    audited = world.audit()
    reasons = {one.line: one.reason for one in audited.unchecked if "blind" in one.object}
    assert reasons == {
        6: "its text is made at run time",
        7: "only run time knows the columns of v_row",
        8: 'the server cannot plan it: relation "public.made_later" does not exist',
    }
    planned = {
        one.statement.line: one for one in audited.planned if "blind" in one.statement.object
    }
    assert planned[9].guessed == ("p_any",)
    assert planned[10].guessed == ("v_row.id",)


def test_columns_win_where_the_function_says_so(world) -> None:
    """With `#variable_conflict use_column` a name that a column has is the column's."""
    body = "perform from public.people where people.id = id and town_id = p_id;"
    text = "create function public.{0}(p_id integer, id integer) returns void language plpgsql as "
    text += "$${1} begin {2} end $$;"
    world.function("plain", text.format("plain", "", body))
    world.function("columns", text.format("columns", "\n#variable_conflict use_column\n", body))
    names = {
        one.object.partition("(")[0]: [param.name for param in one.params]
        for one in world.found().statements
    }
    assert names["public.plain"] == ["id", "p_id"]
    assert names["public.columns"] == ["p_id"]
