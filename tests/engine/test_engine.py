"""Applying and rolling back on a real server."""

from dataclasses import replace

import psycopg
import pytest

from refdb import catalog, config, db
from refdb.engine import Listener
from refdb.errors import BadRequestError, BadTreeError, RefusedError, StatementFailedError
from refdb.project import Project
from trees import ONE_TABLE, TWO_TABLES, write_tree


@pytest.fixture
def at(tmp_path, database):
    """Answers a function that writes migrations and answers their project."""

    def build(migrations) -> Project:
        for old in tmp_path.glob("sql/migrations/*"):
            old.unlink()
        write_tree(tmp_path, migrations)
        return Project(config.Config(root=tmp_path, lock_wait=0.3), target=database)

    build.database = database
    return build


def _tables(url):
    with db.connect(url) as conn:
        return {one.identity for one in catalog.read_entries(conn) if one.kind == "table"}


def _query(url, sql):
    with psycopg.connect(url, autocommit=True) as conn:
        cursor = conn.execute(sql)
        while cursor.nextset():
            pass
        return cursor.fetchall()


def _states(project):
    return [one.state for one in project.status().states]


def test_apply_makes_what_the_files_say_and_records_it(at) -> None:
    """After apply the tables are there and both ledgers name the migrations."""
    project = at(TWO_TABLES)
    done = project.apply().done
    assert [one.id for one in done] == ["0001_create_a", "0002_create_b"]
    assert _tables(at.database) == {"public.a", "public.b"}
    assert _states(project) == ["applied", "applied"]
    yoyo = _query(at.database, "select migration_id from _yoyo_migration order by 1")
    own = _query(at.database, "select id, length(apply_checksum) from refdb.migration order by 1")
    assert yoyo == [("0001_create_a",), ("0002_create_b",)]
    assert own == [("0001_create_a", 64), ("0002_create_b", 64)]


def test_status_of_an_untouched_database_writes_nothing(at) -> None:
    """Looking makes no ledger."""
    assert _states(at(TWO_TABLES)) == ["pending", "pending"]
    assert _query(at.database, "select to_regclass('_yoyo_migration')") == [(None,)]


def test_dry_run_shows_the_plan_and_writes_nothing(at) -> None:
    """A dry run answers what would be done and leaves the database as it is."""
    outcome = at(TWO_TABLES).apply(dry_run=True)
    assert [task.migration.id for task in outcome.plan.tasks] == ["0001_create_a", "0002_create_b"]
    assert _query(at.database, "select to_regclass('_yoyo_migration'), to_regclass('a')") == [
        (None, None),
    ]


def test_rollback_of_everything_leaves_nothing_but_the_ledger(at) -> None:
    """After rollback --all the catalog is as it was before the first apply."""
    project = at(TWO_TABLES)
    project.apply()
    outcome = project.rollback(steps=None)
    assert [one.id for one in outcome.done] == ["0002_create_b", "0001_create_a"]
    assert outcome.left == ()
    assert _query(at.database, "select * from refdb.migration") == []
    assert _query(at.database, "select operation from _yoyo_log order by created_at_utc") == [
        ("apply",),
        ("apply",),
        ("rollback",),
        ("rollback",),
    ]


def test_leftovers_of_a_rollback_are_told(at) -> None:
    """A rollback file that forgets something is found out when everything is rolled back."""
    project = at(ONE_TABLE | {"0001_create_a.rollback.sql": "-- loses: nothing\nselect 1;\n"})
    project.apply()
    left = project.rollback(steps=None).left
    assert "table public.a" in [str(one) for one in left]


def test_to_and_steps_choose_how_far(at) -> None:
    """`--to` includes its migration when applying and keeps it when rolling back."""
    project = at(TWO_TABLES)
    project.apply(to="1")
    assert _states(project) == ["applied", "pending"]
    project.apply()
    project.rollback(to="0001")
    assert _states(project) == ["applied", "pending"]
    project.rollback(steps=5)
    assert _states(project) == ["pending", "pending"]


def test_redo_runs_down_and_up(at) -> None:
    """Redo leaves the migration applied, its rows gone with the table that was made again."""
    project = at(ONE_TABLE)
    project.apply()
    _query(at.database, "insert into a values (1) returning id")
    assert [one.direction for one in project.redo().done] == ["rollback", "apply"]
    assert _query(at.database, "select count(*) from a") == [(0,)]


def test_failed_statement_undoes_its_migration_and_keeps_those_before(at) -> None:
    """Of the failing migration nothing stays, and the ledger agrees."""
    broken = TWO_TABLES | {
        "0002_create_b.sql": "create table b (x integer);\nselect 1 / 0;\n",
    }
    project = at(broken)
    with pytest.raises(StatementFailedError, match="division by zero") as caught:
        project.apply()
    assert (caught.value.place, caught.value.sqlstate) == (
        "sql/migrations/0002_create_b.sql:2",
        "22012",
    )
    assert _tables(at.database) == {"public.a"}
    assert _states(project) == ["applied", "pending"]


def test_failure_has_the_column_where_the_server_knows_it(at) -> None:
    """An error with a position is told with line and column of the file."""
    text = "-- why: x.\ncreate table b (x integer);\nselect é_no from b;\n"
    with pytest.raises(StatementFailedError, match="does not exist") as caught:
        at(ONE_TABLE | {"0001_create_a.sql": text}).apply()
    assert caught.value.place == "sql/migrations/0001_create_a.sql:3:8"


def test_ledger_and_change_are_one_transaction(at) -> None:
    """Where the ledger cannot be written, the change is undone too."""
    project = at(ONE_TABLE)
    project.apply()
    project.rollback()
    with psycopg.connect(at.database, autocommit=True) as conn:
        conn.execute("alter table refdb.migration add constraint never check (false)")
    with pytest.raises(StatementFailedError, match="never"):
        project.apply()
    assert _tables(at.database) == set()
    assert _states(project) == ["pending"]


def test_settings_of_a_migration_do_not_leak(at) -> None:
    """A role, a path or a timeout set by a migration ends with it."""
    text = (
        "create role nobody_much;\nset local search_path = pg_catalog;\n"
        "set role nobody_much;\nset statement_timeout = '1s';\n"
    )
    files = ONE_TABLE | {
        "0000_first.sql": text,
        "0000_first.rollback.sql": "drop role nobody_much;",
    }
    project = at(files)
    project.apply()
    assert _states(project) == ["applied", "applied"]
    project.rollback(steps=None)


@pytest.mark.parametrize(
    ("files", "error", "message"),
    [
        ({"0001_create_a.rollback.sql": None}, RefusedError, "rollback.sql is missing"),
        ({"0001_create_a.rollback.sql": "-- loses: a\n"}, RefusedError, "rollback.sql is empty"),
        ({"0001_create_a.sql": "create tabel a ();"}, BadTreeError, "syntax error"),
        ({"0001_create_a.sql": "create table a ();commit;"}, BadTreeError, "ends the transaction"),
    ],
)
def test_bad_files_are_refused_before_anything_runs(at, files, error, message) -> None:
    """A wrong later file keeps an earlier right one from being applied."""
    first = {"0000_ok.sql": "create table ok ();", "0000_ok.rollback.sql": "drop table ok;"}
    given = {name: text for name, text in (first | ONE_TABLE | files).items() if text is not None}
    with pytest.raises(error, match=message):
        at(given).apply()
    assert _tables(at.database) == set()


def test_edited_migration_is_refused_both_ways(at) -> None:
    """After an edit of an applied file, neither apply nor rollback does anything."""
    at(ONE_TABLE).apply()
    edited = {"0001_create_a.sql": ONE_TABLE["0001_create_a.sql"] + "select 1;\n"}
    project = at(TWO_TABLES | edited)
    assert _states(project) == ["edited", "pending"]
    for verb in (project.apply, project.rollback, project.redo):
        with pytest.raises(RefusedError, match="was changed after it was applied") as caught:
            verb()
        assert "+select 1;" in caught.value.detail
    assert _tables(at.database) == {"public.a"}


def test_edited_rollback_is_refused_until_it_is_allowed(at) -> None:
    """A rollback file that changed since the apply runs only when asked for."""
    at(ONE_TABLE).apply()
    text = "-- loses: a\ndrop table public.a;\n"
    project = at(ONE_TABLE | {"0001_create_a.rollback.sql": text})
    assert project.status().states[0].rollback_edited
    with pytest.raises(RefusedError, match="was changed after its migration was applied"):
        project.rollback()
    project.rollback(allow_edited=True)
    assert _tables(at.database) == set()


def test_edited_migration_can_be_redone_when_allowed(at) -> None:
    """While a migration is its writer's alone, redo runs its new text."""
    at(ONE_TABLE).apply()
    text = "-- why: x.\ncreate table a (id bigint);\n"
    project = at(ONE_TABLE | {"0001_create_a.sql": text})
    project.redo(allow_edited=True)
    assert _states(project) == ["applied"]
    assert _query(
        at.database,
        "select format_type(atttypid, null) from pg_attribute "
        "where attrelid = 'a'::regclass and attnum = 1",
    ) == [("bigint",)]


def test_out_of_order_is_refused_until_it_is_allowed(at) -> None:
    """A migration that comes before an applied one runs only when asked for."""
    at(ONE_TABLE).apply()
    late = {"0000_late.sql": "create table late ();", "0000_late.rollback.sql": "drop table late;"}
    project = at(ONE_TABLE | late)
    assert _states(project) == ["out of order", "applied"]
    with pytest.raises(RefusedError, match="comes before a migration that is applied"):
        project.apply()
    project.apply(allow_out_of_order=True)
    assert _states(project) == ["applied", "applied"]


def test_missing_migration_is_refused(at) -> None:
    """An applied migration whose file is gone stops apply and its own rollback."""
    at(TWO_TABLES).apply()
    project = at(ONE_TABLE)
    assert _states(project) == ["applied", "missing"]
    for verb in (project.apply, project.rollback):
        with pytest.raises(RefusedError, match="its file is gone"):
            verb()


@pytest.mark.parametrize(
    "text",
    [
        "-- why: another reason.\n\ncreate table a (id integer primary key);\n",
        "create   table a (\n    id integer primary key -- the key\n)\n",
        "CREATE TABLE a (id INT PRIMARY KEY);",
    ],
)
def test_change_of_white_space_or_comments_is_told_and_not_refused(at, text) -> None:
    """The same parse tree is the same migration."""
    at(ONE_TABLE).apply()
    project = at(TWO_TABLES | {"0001_create_a.sql": text})
    outcome = project.apply()
    assert outcome.plan.warnings == (
        "0001_create_a: white space or comments changed after it was applied, nothing else",
    )
    assert _states(project) == ["applied", "applied"]
    project.rollback(steps=None)


def test_missing_migration_is_rolled_back_from_the_ledger(at) -> None:
    """With --from-ledger the text that was stored at the apply undoes it."""
    at(TWO_TABLES).apply()
    project = at(ONE_TABLE)
    done = project.rollback(from_ledger=True).done
    assert [one.id for one in done] == ["0002_create_b"]
    assert _tables(at.database) == {"public.a"}


def test_edited_migration_is_rolled_back_as_it_was_applied(at) -> None:
    """With --from-ledger the rollback that belongs to the applied text runs, not the file's."""
    at(ONE_TABLE).apply()
    edited = {
        "0001_create_a.sql": "create table other ();\n",
        "0001_create_a.rollback.sql": "drop table other;\n",
    }
    at(edited).rollback(from_ledger=True)
    assert _tables(at.database) == set()


def test_two_migrations_with_one_number_are_a_finding(at) -> None:
    """Whose order is an accident is told, by file."""
    twin = {"0001_b.sql": "create table b ();", "0001_b.rollback.sql": "drop table b;"}
    (finding,) = at(ONE_TABLE | twin).status().findings
    assert (finding.object, finding.file) == ("0001_create_a", "sql/migrations/0001_create_a.sql")


def test_irreversible_migration_applies_and_stays(at) -> None:
    """A stated reason takes a rollback file's place, and rolling back is refused with it."""
    files = {"0001_a.sql": "-- irreversible: the rows are gone\ncreate table a ();\n"}
    project = at(files)
    project.apply()
    with pytest.raises(RefusedError, match="cannot be rolled back: the rows are gone"):
        project.rollback()


def test_unknown_and_ambiguous_ids_are_told(at) -> None:
    """`--to` must name one migration."""
    project = at(TWO_TABLES)
    with pytest.raises(BadRequestError, match="there is no migration 9"):
        project.apply(to="9")
    with pytest.raises(BadRequestError, match="is more than one migration"):
        project.apply(to="000")


def test_second_runner_is_told_who_holds_the_lock(at) -> None:
    """While another refdb is at work, nothing runs and the message names it."""
    project = at(ONE_TABLE)
    with db.connect(at.database, application="refdb elsewhere") as other:
        other.execute("select pg_advisory_lock(hashtext('refdb'), hashtext('migrate'))")
        with pytest.raises(RefusedError, match=r"another refdb is at work.*refdb elsewhere"):
            project.apply()
    assert _tables(at.database) == set()


_ALTER = ONE_TABLE | {
    "0002_x.sql": "-- why: x.\n-- lock_timeout: 300ms\nalter table a add x integer;\n",
    "0002_x.rollback.sql": "alter table a drop column x;\n",
}


def test_migration_waits_in_short_tries_while_others_go_on(at) -> None:
    """A migration that cannot have its lock steps back, tells who holds it, and is applied then."""
    project = at(_ALTER)
    project.apply(to="1")
    waits = []
    other = psycopg.connect(at.database, application_name="a long report")
    other.execute("select * from a")

    class Reporting(Listener):
        def on_wait(self, waiting) -> None:
            waits.append(waiting)
            # Between two tries nobody waits behind the migration.
            quick = "set lock_timeout = '1ms'; insert into a values (7) on conflict do nothing"
            _query(at.database, f"{quick} returning 1")
            if len(waits) == 3:
                other.close()

    replace(project, listener=Reporting()).apply()
    assert [one.attempt for one in waits] == [1, 2, 3]
    assert any(
        one.application == "a long report" and one.relation == "a"
        for waiting in waits
        for one in waiting.blockers
    )
    assert _states(project) == ["applied", "applied"]


def test_lock_that_is_never_free_names_who_holds_it(at) -> None:
    """After the last try the message names the blocker, its state and its lock."""
    project = at(_ALTER)
    project.apply(to="1")
    impatient = replace(project, config=replace(project.config, lock_attempts=3))
    with psycopg.connect(at.database, application_name="a long report") as other:
        other.execute("select * from a")
        with pytest.raises(StatementFailedError, match="lock timeout") as caught:
            impatient.apply()
    assert caught.value.sqlstate == "55P03"
    assert "a long report" in caught.value.hint
    assert "idle in transaction" in caught.value.hint
    assert "AccessShareLock on a" in caught.value.hint
    assert _states(project) == ["applied", "pending"]


def test_timeouts_come_from_the_header_or_the_configuration(at) -> None:
    """A statement sees its file's own timeouts, and refdb.toml's where the file names none."""
    body = (
        "insert into seen values (current_setting('lock_timeout'), "
        "current_setting('statement_timeout'));\n"
    )
    files = {
        "0001_seen.sql": "create table seen (lock_timeout text, statement_timeout text);\n",
        "0002_own.sql": f"-- lock_timeout: 50ms\n-- statement_timeout: 1min\n{body}",
        "0003_default.sql": body,
        "0004_alone.sql": f"-- transactional: false\n{body}",
    }
    files |= {name.replace(".sql", ".rollback.sql"): "select 1;" for name in files}
    at(files).apply()
    seen = _query(at.database, "select * from seen order by ctid")
    assert seen == [("50ms", "1min"), ("5s", "0"), ("5s", "0")]


def test_schedules_without_pg_cron_are_refused_with_the_fix(at) -> None:
    """On a server without pg_cron the message says how to get it, and nothing ran."""
    files = ONE_TABLE | {
        "0002_jobs.sql": "select cron.schedule('a', '* * * * *', 'select 1');",
        "0002_jobs.rollback.sql": "select cron.unschedule('a');",
    }
    with pytest.raises(RefusedError, match="no pg_cron") as caught:
        at(files).apply()
    assert "shared_preload_libraries" in caught.value.hint
    assert _tables(at.database) == set()


_CONCURRENT = ONE_TABLE | {
    "0002_index.sql": "-- transactional: false\n"
    "create index concurrently a_one_idx on a (id);\n"
    "create index concurrently a_two_idx on a ((1 / (id - 1)));\n",
    "0002_index.rollback.sql": "drop index concurrently a_two_idx;\n"
    "drop index concurrently a_one_idx;\n",
}


def test_non_transactional_migration_goes_on_where_it_failed(at) -> None:
    """Statements that are done are not run again once the cause of the failure is gone."""
    project = at(_CONCURRENT)
    project.apply(to="1")
    _query(at.database, "insert into a values (1) returning 1")
    with pytest.raises(StatementFailedError, match="division by zero") as caught:
        project.apply()
    assert caught.value.line == 3
    unfinished = project.status().states[1]
    assert (unfinished.state, unfinished.done) == ("unfinished", 1)
    with psycopg.connect(at.database, autocommit=True) as conn:
        conn.execute("drop index concurrently a_two_idx")  # what the failure left: invalid
        conn.execute("delete from a")
    assert [one.statements for one in project.apply().done] == [1]
    assert _query(at.database, "select count(*) from refdb.step") == [(0,)]
    project.rollback(steps=None)
    assert _tables(at.database) == set()
