"""Each alert, raised and cleared on a real server by what it is about."""

from __future__ import annotations

import re
import signal
import subprocess
import threading
import time
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from bouncers import as_postgres, give_to_postgres, wait_for
from refdb import config, db
from refdb.monitor import ALERTS, RULES, TARGETS, Severity, Watcher
from refdb.project import Project

pytestmark = pytest.mark.needs("local15", "contrib")

_METRIC = (
    "insert into referral_performance_metrics (query_type, execution_time_ms, is_error) values "
)
_REFRESHED = (
    "insert into referral_view_refreshes (view_name, refreshed_at, duration_ms, changes_seen, "
    "stale_since) values ('mv', now() - interval '{age}', 1, 1, {stale})"
)
_SCHOOL = "insert into organizations (id, name, slug) values ('{id}', 'A', 'a')".format(
    id="aaaaaaaa-0000-4000-8000-000000000001"
)
_WORK = (
    f"{_SCHOOL};\ninsert into referral_outbox (organization_id, topic, payload, available_at) "
    "values ('aaaaaaaa-0000-4000-8000-000000000001', 'refresh_analytics', '{{}}', {when})"
)
_SORT = "select count(*) from (select n from generate_series(1, 100000) as n order by n desc) as s"
_GROWN = (
    "create table grown (id integer, word text);\n"
    "insert into grown select n, 'word' from generate_series(1, {rows}) as n"
)
_THINNED = (
    "create index grown_id_idx on grown (id);\ndelete from grown where id % 10 > 0;\n"
    "vacuum analyze grown"
)
_LOW = {"warning": dict.fromkeys(ALERTS, 0.0)}

#: By an alert's key: what raises it, what clears it, and limits where its own are too far away.
CASES = {
    "response_time:dashboard": (
        f"{_METRIC} ('dashboard', 2401, false)",
        "truncate referral_performance_metrics",
        {},
    ),
    "errors": (f"{_METRIC} ('dashboard', 1, true)", "truncate referral_performance_metrics", {}),
    "leaderboard_cache": (
        "select setval('referral_leaderboard_misses', 100)",
        "select setval('referral_leaderboard_hits', 500)",
        {},
    ),
    "pool_connections:web": (
        "insert into referral_pool_states (pool_name, free_connections) values ('web', 1)",
        "update referral_pool_states set free_connections = 2",
        {},
    ),
    "memory": (
        "select 1",
        "alter system set work_mem = '64kB';\nselect pg_reload_conf()",
        {"memory": "600MB"},
    ),
    "view_age:mv": (
        _REFRESHED.format(age="7 hours", stale="null"),
        "delete from referral_view_refreshes",
        {},
    ),
    "view_stale:mv": (
        _REFRESHED.format(age="1 hour", stale="now() - interval '11 min'"),
        "update referral_view_refreshes set stale_since = null",
        {},
    ),
    "outbox_age": (_WORK.format(when="now() - interval '6 min'"), "delete from organizations", {}),
    "outbox_dead_letters": (_WORK.format(when="'infinity'"), "delete from organizations", {}),
    "temp_files": (
        f"set work_mem = '64kB';\n{_SORT}",
        "reset work_mem",
        _LOW,
    ),
    "slow_statements": (
        "select pg_sleep(0.06)",
        "select 1",
        {"warning": {"slow_statements": 50.0}},
    ),
    "table_bloat:public.grown": (
        f"{_GROWN.format(rows=20_000)};\nupdate grown set id = id + 1",
        "vacuum grown",
        {},
    ),
    "statistics_age:public.grown": (_GROWN.format(rows=2_000), "analyze grown", _LOW),
    "unused_indexes:public.grown_id_idx": (
        f"{_GROWN.format(rows=20_000)};\ncreate index grown_id_idx on grown (id)",
        "set enable_seqscan = off;\nselect * from grown where id = 1",
        {**_LOW, "unused_after_s": 0.0},
    ),
    "index_bloat:public.grown_id_idx": (
        f"{_GROWN.format(rows=400_000)};\n{_THINNED}",
        "reindex index grown_id_idx",
        {},
    ),
    "replication_slots:kept": (
        "select pg_create_physical_replication_slot('kept', true);\ncreate table grown ()",
        "select pg_drop_replication_slot('kept')",
        _LOW,
    ),
    "transaction_age:refdb": (
        "do $$ begin for i in 1..2000 loop perform txid_current(); commit; end loop; end $$",
        "vacuum freeze",
        {"warning": {"transaction_age": 1900.0}},
    ),
}
_BEHIND = "drop table if exists grown; delete from referral_view_refreshes; reset all"


@pytest.mark.parametrize("key", CASES)
def test_alert_by_sql(place, comes_and_goes, key) -> None:
    """It is not there before its reason, is there with it, and is gone without it."""
    raised, cleared, told = CASES[key]
    settings = {name: told[name] for name in ("memory", "unused_after_s") if name in told}
    limits = {name: told[name] for name in ("warning",) if name in told}
    watcher = place.watcher(limits, **settings if key != "memory" else {})
    if key == "memory":  # what raises it is that the server has no more
        watcher = _less_memory(place, watcher, settings["memory"])
    try:
        if key == "slow_statements":
            _slow(place, watcher)
        else:
            comes_and_goes(key, lambda: place.run(raised), lambda: place.run(cleared), watcher)
    finally:
        place.run(*_BEHIND.split("; "))


def _less_memory(place, watcher, memory):
    """A watcher that at its second round has been told how much memory there is."""
    told = place.watcher(memory=memory)

    class Both:
        rounds = iter((watcher, told, told))

        def round(self):
            return next(self.rounds).round()

    return Both()


def _slow(place, watcher) -> None:
    place.run("select pg_sleep(0.06)")
    (alert,) = [one for one in watcher.round().alerts if one.name == "slow_statements"]
    place.run("select pg_sleep(0.06)")
    now = watcher.round()
    text, plan = now.plans[alert.subject]
    assert text == "select pg_sleep($1)"
    assert "Result" in plan or plan
    assert "slow_statements" not in {one.name for one in watcher.round().alerts}


def test_alert_invalid_indexes(place, comes_and_goes) -> None:
    """A concurrent build that failed leaves an index that is told until it is dropped."""

    def fail() -> None:
        place.run("create table grown as select 1 as id from generate_series(1, 2)")
        with suppress(psycopg.errors.UniqueViolation):
            place.conn.execute("create unique index concurrently grown_key on grown (id)")

    key = "invalid_indexes:public.grown_key"
    comes_and_goes(key, fail, lambda: place.run("drop table grown"), place.watcher())


def test_alert_buffer_cache(place, comes_and_goes) -> None:
    """Reading more than fits into the server's memory is told, reading what is there is not."""
    place.run(_GROWN.format(rows=200_000), "create table small as select 1 as id")
    watcher = place.watcher()
    try:
        comes_and_goes(
            "buffer_cache",
            lambda: place.run("select count(*) from grown", "select count(*) from grown"),
            lambda: place.run(
                "select (select count(*) from small where id < n) from generate_series(1, 20000) n"
            ),
            watcher,
        )
    finally:
        place.run("drop table grown", "drop table small")


def test_alert_connections(place, comes_and_goes) -> None:
    """Sessions count, and no longer when they have ended."""
    stack = ExitStack()

    def many() -> None:
        for _ in range(12):
            stack.enter_context(psycopg.connect(place.url))

    def few() -> None:
        stack.close()
        _until(place, "select count(*) < 6 from pg_stat_activity where backend_type ~ 'client'")

    watcher = place.watcher({"warning": {"connections": 10.0}})
    comes_and_goes("connections", many, few, watcher)


def test_alert_long_transactions(place, comes_and_goes) -> None:
    """A transaction that is left open is told, with who has it."""
    with psycopg.connect(place.url, application_name="forgetful") as other:
        watcher = place.watcher({"warning": {"long_transactions": 0.0}})
        comes_and_goes(
            "long_transactions", lambda: other.execute("select 1"), other.rollback, watcher
        )


def test_alert_lock_waits(place, comes_and_goes) -> None:
    """A session that waits for another is told, with both of their numbers."""
    place.run("create table grown (id integer)")
    watcher = place.watcher({"warning": {"lock_waits": 0.0}})
    waiting = threading.Thread(target=lambda: place.run("lock table grown"), daemon=True)

    def wait() -> None:
        other.execute("lock table grown")
        waiting.start()
        with psycopg.connect(place.url, autocommit=True) as third:
            _until_of(third, "select count(*) > 0 from pg_locks where waitstart is not null")

    def end() -> None:
        other.rollback()
        waiting.join()

    place.run("drop table grown", "create table grown (id integer)")
    place.conn.autocommit = True
    with psycopg.connect(place.url) as other:
        waiting = threading.Thread(target=lambda: _locked(place.url), daemon=True)
        comes_and_goes("lock_waits", wait, end, watcher)
    place.run("drop table grown")


def _locked(url) -> None:
    with psycopg.connect(url) as conn:
        conn.execute("lock table grown")


def test_alert_deadlocks(place, comes_and_goes) -> None:
    """Two sessions that wait for each other are told in the round after, and not in the next."""
    place.run("create table grown as select n as id from generate_series(1, 2) as n")

    def deadlock() -> None:
        with psycopg.connect(place.url) as one, psycopg.connect(place.url) as two:
            one.execute("update grown set id = id where id = 1")
            two.execute("update grown set id = id where id = 2")
            thread = threading.Thread(target=lambda: _lose(two, 1))
            thread.start()
            _lose(one, 2)
            thread.join()
        place.run("select 1")

    try:
        comes_and_goes("deadlocks", deadlock, lambda: None, place.watcher())
    finally:
        place.run("drop table grown")


def _lose(conn, number) -> None:
    with suppress(psycopg.errors.DeadlockDetected):
        conn.execute("update grown set id = id where id = %s", [number])
        conn.rollback()
        return
    conn.rollback()
    conn.execute("select pg_stat_force_next_flush()")


def test_alert_target(place) -> None:
    """A target that lets nobody in is an alert, and none when it does again."""
    place.run("create database refused")
    url = make_conninfo(place.url, dbname="refused")
    rounds = Project(config.Config(root=Path.cwd()), target=url).monitor(0.01)
    try:
        assert next(rounds).severity is Severity.OK
        place.run(
            "alter database refused allow_connections false",
            "select pg_terminate_backend(pid) from pg_stat_activity where datname = 'refused'",
        )
        lost = next(rounds)
        assert [(one.key, one.severity) for one in lost.alerts] == [("target", Severity.CRITICAL)]
        assert "target" in {one.key for one in next(rounds).alerts}
        place.run("alter database refused allow_connections true")
        assert next(rounds).severity is Severity.OK
    finally:
        rounds.close()
        place.run("drop database refused with (force)")


@pytest.fixture
def standby(place, short):
    """Answers a connection to a standby that follows the server."""
    parts = conninfo_to_dict(place.url)
    give_to_postgres(short)
    data = short / "data"
    run = [*as_postgres(), place.bin / "pg_basebackup", "-D", data, "-h", parts["host"]]
    run += ["-U", "postgres", "-R", "-c", "fast", "-X", "stream"]
    subprocess.run(run, check=True, capture_output=True)
    options = ["-c", f"unix_socket_directories={short}", "-c", "listen_addresses="]
    options += ["-c", "hot_standby=on", "-c", "wal_receiver_status_interval=1"]
    command = [*as_postgres(), place.bin / "postgres", "-D", data, *options]
    with (short / "log").open("wb") as log:
        running = subprocess.Popen(command, stderr=log, stdout=log)
    url = f"postgresql://postgres@/refdb?host={short}&port={parts.get('port', 5432)}"
    try:
        wait_for(url)
        with psycopg.connect(url, autocommit=True) as conn:
            _until(place, "select count(*) = 1 from pg_stat_replication where state = 'streaming'")
            yield conn, url
    finally:
        running.send_signal(signal.SIGINT)  # waits for no session
        running.wait(timeout=20)


def test_alert_replication(place, standby) -> None:
    """A standby that does not replay is told by its primary in bytes, by itself in seconds."""
    conn, url = standby
    watcher = place.watcher(_LOW)
    told = config.Monitoring(limits=_LOW)
    own = Watcher(place.stack.enter_context(db.connect(url)), "standby", told)
    backlog, lag = "replication_backlog:walreceiver", "replication_lag:this standby"
    caught_up = "select bool_and(replay_lsn = pg_current_wal_lsn()) from pg_stat_replication"
    conn.execute("select pg_wal_replay_pause()")
    _until_of(conn, "select pg_get_wal_replay_pause_state() = 'paused'")
    place.run("create table grown (id integer)", "drop table grown")
    _until_of(conn, "select pg_last_wal_receive_lsn() > pg_last_wal_replay_lsn()")
    assert backlog in _keys(watcher)
    assert lag in _keys(own)
    conn.execute("select pg_wal_replay_resume()")
    _until(place, caught_up)
    assert backlog not in _keys(watcher)
    assert lag not in _keys(own)


def _keys(watcher) -> set[str]:
    return {one.key for one in watcher.round().alerts}


@contextmanager
def _redis(folder):
    """A Redis of the test's own, at a socket."""
    socket = folder / "redis"
    running = subprocess.Popen(
        ["redis-server", "--port", "0", "--unixsocket", socket, "--save", "", "--dir", folder],
        stdout=subprocess.DEVNULL,
    )
    import redis

    client = redis.Redis(unix_socket_path=str(socket))
    try:
        for _ in range(200):
            with suppress(redis.RedisError, OSError):
                client.ping()
                break
            time.sleep(0.02)
        yield client
    finally:
        client.close()
        running.terminate()
        running.wait(timeout=10)


@pytest.mark.needs("redis")
def test_alert_redis(place, short) -> None:
    """A Redis that is not there, answers too little or is full is told, and each goes again."""
    watcher = place.watcher(redis=f"unix://{short}/redis")
    assert "redis" in _keys(watcher)
    with _redis(short) as client:
        assert "redis" not in _keys(watcher)
        counters = f'{{"at": {time.time()}, "hits": 10, "misses": 90}}'
        client.hset("referrals:counters", mapping={"web:1": counters, "web:2": "nonsense"})
        assert _keys(watcher) & {"redis", "redis_cache"} == {"redis_cache"}
        later = f'{{"at": {time.time()}, "hits": 110, "misses": 91}}'
        client.hset("referrals:counters", "web:1", later)
        assert "redis_cache" not in _keys(watcher)
        client.config_set("maxmemory", client.info()["used_memory"] + 1000)
        assert "redis_memory" in _keys(watcher)
        client.config_set("maxmemory", "100mb")
        assert "redis_memory" not in _keys(watcher)
    assert "redis" in _keys(watcher)


_BOUNCER = """\
[databases]
* = host={host} port={port} user=postgres
[pgbouncer]
listen_addr =
unix_socket_dir = {folder}
listen_port = 6432
auth_type = any
stats_users = monitor
pool_mode = transaction
default_pool_size = 1
logfile = {folder}/log
pidfile = {folder}/pid
"""


@contextmanager
def _bouncer(folder, url):
    """A PgBouncer with one connection to the server, whose console lets monitor in."""
    parts = conninfo_to_dict(url)
    text = _BOUNCER.format(host=parts["host"], port=parts.get("port", 5432), folder=folder)
    (folder / "ini").write_text(text)
    give_to_postgres(folder)
    running = subprocess.Popen(
        [*as_postgres(), "pgbouncer", "-q", folder / "ini"], stderr=subprocess.DEVNULL
    )
    through = f"postgresql://postgres@/refdb?host={folder}&port=6432"
    try:
        wait_for(through)
        yield through
    finally:
        running.terminate()
        running.wait(timeout=10)


@pytest.mark.needs("pgbouncer")
def test_alert_pgbouncer(place, short) -> None:
    """A PgBouncer that is not there, or has clients wait, is told, and both go again."""
    console = f"postgresql://monitor@/pgbouncer?host={short}&port=6432"
    watcher = place.watcher({"warning": {"pgbouncer_wait": 0.0}}, pgbouncer=console)
    assert "pgbouncer" in _keys(watcher)
    with _bouncer(short, place.url) as through:
        assert "pgbouncer" not in _keys(watcher)
        waiting = threading.Thread(target=lambda: psycopg.connect(through).close())
        with psycopg.connect(through) as holding:
            holding.execute("select 1")
            waiting = threading.Thread(target=_ask, args=[through])
            waiting.start()
            key = "pgbouncer_wait:refdb/postgres"
            deadline = time.monotonic() + 20
            while key not in (found := _keys(watcher)) and time.monotonic() < deadline:
                time.sleep(0.05)
            assert key in found
        waiting.join()
        assert key not in _keys(watcher)


def _ask(url) -> None:
    with psycopg.connect(url) as conn:
        conn.execute("select 1")


def _until(place, question) -> None:
    _until_of(place.conn, question)


def _until_of(conn, question) -> None:
    deadline = time.monotonic() + 30
    while not conn.execute(question).fetchone()[0]:
        assert time.monotonic() < deadline, question
        time.sleep(0.02)


def test_thresholds_of_the_database_are_the_same(place) -> None:
    """What get_referral_alerts calls too much, refdb does as well."""
    rows = place.conn.execute(
        "select subject, target::float8, warning::float8, critical::float8 "
        "from referral_alert_thresholds where measure = 'response_time'"
    ).fetchall()
    assert {subject: target for subject, target, *_ in rows} == TARGETS
    assert {(0.8 * target, target) for _, target, *_ in rows} == {tuple(row[2:]) for row in rows}
    own = {rule.alert: rule for rule in RULES}
    others = place.conn.execute(
        "select measure, coalesce(warning, critical, immediate)::float8 "
        "from referral_alert_thresholds where measure <> 'response_time' order by 1"
    ).fetchall()
    assert others == [
        ("cache_hit_rate", own["leaderboard_cache"].warning),
        ("error_rate", own["errors"].immediate),
        ("free_pool_connections", own["pool_connections"].critical),
    ]


def test_every_alert_has_its_test() -> None:
    """No alert is without a test that raises it."""
    text = Path(__file__).read_text(encoding="utf-8")
    tested = {key.partition(":")[0] for key in CASES}
    tested |= {name for name in ALERTS if re.search(rf'"{name}[":]', text)}
    assert set(ALERTS) == tested
