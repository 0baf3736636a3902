"""`refdb call` as a person types it."""

from __future__ import annotations

import subprocess

import pytest

from commands import REFDB, refdb
from refdb import Project
from refdb.config import Config
from refdb.errors import BadRequestError, StatementFailedError
from trees import write_tree

SCHEMA = """-- why: Pupils of schools, each seen by its own school only.
create table public.pupils (
    id integer constraint pupils_pkey primary key,
    school integer not null,
    name text
);
insert into public.pupils select n, n % 2, 'p' || n from generate_series(1, 10) as n;
alter table public.pupils enable row level security;
create policy of_school on public.pupils
using (school = nullif(current_setting('app.school', true), '')::integer);
create function public.warn() returns integer language plpgsql as $$
begin
    raise warning 'look' using hint = 'There.';
    return 1;
end;
$$;
do $$ begin create role pupil_app nologin; exception when duplicate_object then null; end $$;
grant select on public.pupils to pupil_app;
"""
ROLLBACK = (
    "-- loses: pupils\ndrop function public.warn();\ndrop table public.pupils;\n"
    "drop role pupil_app;\n"
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Answers a project's folder with rows that a school may see and others that it may not."""
    root = tmp_path_factory.mktemp("call")
    write_tree(root, {"0001_pupils.sql": SCHEMA, "0001_pupils.rollback.sql": ROLLBACK})
    return root


@pytest.fixture
def project(folder):
    """Answers the project."""
    return Project(Config(root=folder))


def test_parameters_are_given_as_words(folder) -> None:
    """$1, $2 … are the words behind the statement, or --param, and null is null."""
    ran = refdb(folder, "call", "select $1::integer + $2 as sum, $3::text as n", "2", "40", "null")
    assert ran.out.splitlines()[:2] == ["sum  n", "42   null"]
    ran = refdb(folder, "call", "select $1 as a, $2 as b", "-p", "x", "--param=-1", "--json")
    assert ran.answer["results"][0]["rows"] == [{"a": "x", "b": "-1"}]


def test_every_statement_has_its_result(folder) -> None:
    """Several statements are one transaction, each with its rows, status and time."""
    sql = "delete from public.pupils where id = $2;\nselect count(*) as n from public.pupils;\n"
    ran = refdb(folder, "call", f"{sql}select $1 as x, 2 as x", "one", "3", "--json")
    first, second, third = ran.answer["results"]
    assert (first["status"], first["columns"], first["line"]) == ("DELETE 1", [], 1)
    assert (second["rows"], second["line"]) == ([{"n": 9}], 2)
    assert third["rows"] == [{"x": "one", "x_2": 2}]
    out = refdb(folder, "call", "select 1 as a; select 2 as b").out.splitlines()
    assert [line for line in out if line in {"a", "1", "b", "2"}] == ["a", "1", "b", "2"]
    assert out[-1].startswith("2 statements in ")
    assert "rolled back" in out[-1]


def test_notices_are_shown(folder) -> None:
    """What the server says beside a result is on standard error, with its hint."""
    ran = refdb(folder, "call", "select public.warn()")
    assert ran.err == "warning: look. There\n"
    assert refdb(folder, "call", "-q", "select public.warn()").err == ""
    told = refdb(folder, "call", "--json", "select public.warn()").answer["results"][0]
    assert told["notices"] == [{"severity": "WARNING", "message": "look. There"}]


def test_as_a_tenant(folder) -> None:
    """--role and --set show what somebody else sees."""
    sql = "select count(*) as n, current_user as me from public.pupils"
    assert refdb(folder, "call", sql).out.splitlines()[1] == "10  postgres"
    ran = refdb(folder, "call", sql, "--role", "pupil_app", "--set", "app.school=1")
    assert ran.out.splitlines()[1] == "5  pupil_app"
    assert refdb(folder, "call", sql, "--role", "pupil_app").out.splitlines()[1] == "0  pupil_app"


def test_plans(folder) -> None:
    """--explain plans and runs nothing, --analyze runs; what has no plan is run."""
    sql = "set enable_seqscan = off; delete from public.pupils where id = $1"
    count = "; select count(*) as n from public.pupils"
    ran = refdb(folder, "call", f"{sql}", "3", "--explain")
    assert "pupils_pkey" in ran.out
    assert "planned, not run" in ran.out
    told = refdb(folder, "call", f"{sql}{count}", "3", "--analyze", "--json").answer["results"]
    assert [one["status"] for one in told] == ["SET", "EXPLAIN", "EXPLAIN"]
    assert told[1]["plan"]["children"][0]["actual"]["rows"] == 1
    assert told[1]["execution_ms"] > 0
    assert told[0]["plan"] is None


def test_from_a_file_and_from_standard_input(folder) -> None:
    """The statements may stand in a file or come through a pipe, with parameters too."""
    (folder / "a.sql").write_text("select $1 as word;\n\nselect\n    nope;\n")
    ran = refdb(folder, "call", "--file", "a.sql", "x")
    assert ran.code == 5
    assert "a.sql:4:5" in ran.err
    for words in (["-", "x"], ["--file", "-", "x"]):
        done = subprocess.run(
            [REFDB, "call", *words],
            input="select $1 as word",
            cwd=folder,
            capture_output=True,
            text=True,
            check=True,
        )
        assert done.stdout.splitlines()[:2] == ["word", "x"]
    ran = refdb(folder, "call", "--file", "nowhere.sql")
    assert (ran.code, "nowhere.sql: cannot be read" in ran.err) == (2, True)


WRONG = {
    ("select 1; commit",): (2, "commit ends or begins a transaction"),
    ("copy public.pupils to stdout",): (2, "copy to or from the client cannot run here"),
    ("select $1, $2", "a"): (2, "$2 has no value"),
    ("select 1", "a"): (2, "no statement has $1"),
    (" ",): (2, "there is nothing to call"),
    (): (2, "there is nothing to call"),
    ("select 1", "--set", "work_mem"): (2, "'work_mem' is no setting with a value"),
    ("select 1", "--set", "nope=1"): (5, 'unrecognized configuration parameter "nope"'),
    ("select 1", "--role", "nobody"): (5, 'role "nobody" does not exist'),
    ("select 1;\nselect nope",): (5, 'your SQL:2:8: column "nope" does not exist'),
    ("select 1; select nope",): (5, 'your SQL:1:18: column "nope" does not exist'),
    ("select 1; select nope", "--explain"): (5, 'your SQL:1:18: column "nope" does not exist'),
    ("selec 1",): (2, 'syntax error at or near "selec"'),
}


@pytest.mark.parametrize("words", WRONG)
def test_what_cannot_be_called(folder, words) -> None:
    """Each mistake is told in one line, with its place, before anything that could be lost."""
    ran = refdb(folder, "call", *words)
    code, message = WRONG[words]
    assert ran.code == code
    assert message in ran.err.splitlines()[0]


def test_the_same_from_python(project) -> None:
    """Project.call has the same options, with Python's values."""
    called = project.call("select $1::integer[] as a, $2::text as b", [[1, 2], None])
    assert called.rows == (([1, 2], None),)
    seen = project.call(
        "select count(*) from public.pupils", role="pupil_app", settings={"app.school": "0"}
    )
    assert seen.rows == ((5,),)
    plan = project.call("select * from public.pupils", explain=True).results[0].plan
    assert plan.root.relation == "pupils"
    with pytest.raises(StatementFailedError):
        project.call("select 1 / $1", [0])
    with pytest.raises(BadRequestError):
        project.call("select $3", [1, 2])
