"""Where a round goes: the terminal, text, JSON, Prometheus, a page, a webhook, an exit code."""

from __future__ import annotations

import json
import os
import pty
import re
import subprocess
import threading
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime
from html.parser import HTMLParser
from http.server import BaseHTTPRequestHandler, HTTPServer
from io import StringIO
from urllib.request import urlopen

import pytest
from prometheus_client.parser import text_string_to_metric_families
from rich.console import Console

from commands import REFDB, refdb
from refdb import config, db
from refdb.monitor import (
    FAMILIES,
    Alert,
    Round,
    Sample,
    Severity,
    Watcher,
    alerts_of,
    changes_of,
)
from refdb.monitor.expose import serving
from refdb.monitor.metrics.redis import COUNTERS, counted
from refdb.monitor.notify import Notifier
from refdb.report.monitor_page import page
from refdb.report.monitor_view import drawn
from refdb.report.monitored import number
from referrals.cache import keys
from referrals.counters import Counters

_SLOW = Sample("response_time_p95_milliseconds", 2700.0, "dashboard", "40 measured <&> all")
_FULL = Sample("connections_used_percent", 99.0, detail="96 of 97")
_FAILED = Sample("errors_percent", 1.5)
_WEIRD = Sample("pool_free_connections", 0.0, 'a "pool"\\\nof <b>two</b> lines')
_SAMPLES = (_SLOW, _FULL, _FAILED, _WEIRD, Sample("lock_waits", 0))


def _round(*samples: Sample) -> Round:
    """A round of these samples, with the alerts that they are by their own limits."""
    return Round(
        "crm on db",
        datetime(2026, 1, 1, tzinfo=UTC),
        samples,
        alerts_of(samples, {}),
        {"statements": "there is no pg_stat_statements"},
        {},
        12.3,
    )


@pytest.mark.parametrize(
    ("value", "severity"),
    [
        (2400.0, None),
        (2400.1, Severity.WARNING),
        (3000.0, Severity.WARNING),
        (3000.1, Severity.CRITICAL),
    ],
)
def test_limits_of_a_response_time(value, severity) -> None:
    """Above 80 % of the target is a warning, above it critical; the limit itself is none."""
    found = alerts_of([_SLOW._replace(value=value)], {})
    assert [one.severity for one in found] == ([severity] if severity else [])


def test_limits_of_the_configuration_win() -> None:
    """Another target, another limit, and none at all."""
    samples = (_SLOW._replace(subject="search"), _FULL)
    assert [one.name for one in alerts_of(samples, {})] == ["connections"]
    given = {
        "targets": {"search": 1000},
        "critical": {"connections": None},
        "warning": {"connections": 99},
    }
    assert [(one.name, one.severity) for one in alerts_of(samples, given)] == [
        ("response_time", Severity.CRITICAL)
    ]


def test_more_than_one_percent_of_errors_is_immediate() -> None:
    """One in a hundred is not told, more are at once."""
    assert alerts_of([_FAILED._replace(value=1.0)], {}) == ()
    (found,) = alerts_of([_FAILED], {})
    assert (found.severity, found.severity.exit_code) == (Severity.IMMEDIATE, 2)


def test_changes_are_what_came_went_and_moved() -> None:
    """Another value is no change, another severity is."""
    one = Alert("errors", "", Severity.WARNING, 1, 0, "%")
    worse = one._replace(severity=Severity.CRITICAL)
    other = one._replace(name="memory")
    assert changes_of([one], [one._replace(value=7)]) == ()
    found = changes_of([one, other], [worse, one._replace(name="redis")])
    assert [(change.state, change.alert.name) for change in found] == [
        ("raised", "redis"),
        ("changed", "errors"),
        ("recovered", "memory"),
    ]


def test_prometheus_reads_it() -> None:
    """Every sample comes back from the client library's own parser, odd labels too."""
    with serving(0, "127.0.0.1") as (exposition, port):
        exposition.latest = _round(*_SAMPLES)
        with urlopen(f"http://127.0.0.1:{port}/metrics") as answer:
            text = answer.read().decode()
    read = {family.name: family for family in text_string_to_metric_families(text)}
    for sample in _SAMPLES:
        family = FAMILIES[sample.family]
        (found,) = read[f"refdb_{family.name}"].samples
        assert found.value == sample.value
        assert found.labels == ({family.label: sample.subject} if family.label else {})
    assert {one.labels["alert"]: one.value for one in read["refdb_alert"].samples} == {
        "errors": 3,
        "connections": 2,
        "pool_connections": 2,
        "response_time": 1,
    }


class _Page(HTMLParser):
    """What a browser makes of a page: its words, and which elements stand open at the end."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.words = ""

    def handle_starttag(self, tag, _attrs) -> None:
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data) -> None:
        self.words += data


def test_page_has_it_all_and_escapes_it() -> None:
    """The page is whole, and what a metric is called makes no element of its own."""
    read = _Page()
    read.feed(page(_round(*_SAMPLES), 5))
    assert read.open == []
    assert "40 measured <&> all" in read.words
    assert "of <b>two</b> lines" in read.words
    assert "there is no pg_stat_statements" in read.words


@contextmanager
def _webhook(*codes: int):
    """A receiver that answers with these codes in turn, then 200; gives its URL and what came."""
    came: list[dict] = []
    left = list(codes)

    class Receiver(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            came.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(left.pop(0) if left else 200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Says nothing."""

    server = HTTPServer(("127.0.0.1", 0), Receiver)
    thread = threading.Thread(target=server.serve_forever, args=[0.02])
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/hook", came
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def test_webhook_is_told_of_changes_only_and_of_the_recovery() -> None:
    """Two rounds alike are told once; what a webhook refused is told again; the end is told."""
    with _webhook(200, 500) as (url, came):
        notifier = Notifier(url)
        quiet, full, slow = _round(), _round(_FULL), _round(_FULL, _SLOW)
        said = [notifier.tell(one) for one in (quiet, full, full, slow, slow, slow, quiet, quiet)]
    assert said == ["", "", "", "the webhook answered 500", "", "", "", ""]
    told = [
        [(one["state"], one["alert"], one["severity"]) for one in post["changes"]] for post in came
    ]
    slow_came = [("raised", "response_time", "warning")]
    assert told == [
        [("raised", "connections", "critical")],
        slow_came,
        slow_came,
        [("recovered", "connections", "ok"), ("recovered", "response_time", "ok")],
    ]
    assert [post["state"] for post in came] == ["critical", "critical", "critical", "ok"]
    assert came[0]["changes"][0]["before"] == "ok"


def test_webhook_that_is_not_there_is_told() -> None:
    """Nobody listening is a sentence, not an end."""
    assert "did not answer" in Notifier("http://127.0.0.1:9/").tell(_round(_FULL))


@pytest.mark.parametrize("width", [80, 200])
@pytest.mark.parametrize("color", [True, False])
def test_view_fits_its_terminal(width, color) -> None:
    """At 80 and 200 columns no line is longer, each alert is there, colour only where wanted."""
    out = StringIO()
    console = Console(file=out, width=width, force_terminal=color, no_color=not color)
    console.print(drawn(_round(*_SAMPLES), width))
    lines = [re.sub(r"\x1b\[[0-9;]*m", "", line) for line in out.getvalue().splitlines()]
    assert max(map(len, lines)) <= width
    whole = " ".join("".join(lines).split())
    assert all(
        f"{one.severity.word} " in whole and one.name in whole for one in _round(*_SAMPLES).alerts
    )
    assert ("\x1b[" in out.getvalue()) == color


@pytest.mark.parametrize(
    ("value", "shown"),
    [(0, "0"), (0.1234, "0.123"), (99.9, "99.9"), (9999, "9999"), (2_345_678, "2.35M")],
)
def test_numbers_are_short(value, shown) -> None:
    """Three digits that say something."""
    assert number(value) == shown


def _project(folder, url, more=""):
    (folder / "refdb.toml").write_text(f'[targets]\nlive = "{url}"\n[monitor]\n{more}')


@pytest.mark.parametrize(
    ("limits", "code", "state"),
    [
        ("", 0, "ok"),
        ("[monitor.warning]\nconnections = 0\n", 1, "warning"),
        ("[monitor.critical]\nconnections = 0\n", 2, "critical"),
        ("[monitor.immediate]\nconnections = 0\n", 2, "immediate"),
    ],
)
def test_exit_codes_are_those_of_monitoring_systems(tmp_path, place, limits, code, state) -> None:
    """0 good, 1 a warning, 2 whatever is worse."""
    _project(tmp_path, place.url, limits)
    ran = refdb(tmp_path, "monitor", "live", "--once", "--interval", "20ms", "--json")
    assert (ran.code, ran.answer["state"]) == (code, state), ran.err
    assert {one["name"] for one in ran.answer["metrics"]} >= {"connections_used_percent", "up"}


@pytest.mark.parametrize(
    "given",
    [
        ["postgresql://postgres@127.0.0.1:9/none"],
        ["nowhere"],
        ["live", "--rounds", "3"],
        ["live", "--notify", "file:///etc/passwd"],
    ],
)
def test_what_nobody_knows_is_3(tmp_path, place, given) -> None:
    """No connection, no such target, a request that is wrong: with --once all are unknown."""
    _project(tmp_path, place.url, "[monitor.warning]\nconnections = 0\n")
    ran = refdb(tmp_path, "monitor", *given, "--once", "--interval", "1ms")
    assert (ran.code, "error: " in ran.err) == (3, True)


def test_an_alert_that_there_is_none_of_is_a_slip(tmp_path, place) -> None:
    """A limit of an unknown alert is an error with the name that was meant."""
    _project(tmp_path, place.url, "[monitor.warning]\nconections = 1\n")
    ran = refdb(tmp_path, "monitor", "live", "--rounds", "1")
    assert (ran.code, "Did you mean connections?" in ran.err) == (2, True)


def test_rounds_as_lines_of_json_a_page_and_a_webhook(tmp_path, place) -> None:
    """One command: a line a round, the page written, the webhook told once."""
    _project(tmp_path, place.url, "[monitor.warning]\nconnections = 0\n")
    with _webhook() as (url, came):
        ran = refdb(
            tmp_path,
            *("monitor", "live", "--json", "--rounds", "3", "--interval", "10ms"),
            *("--html", "page.html", "--notify", url),
        )
    assert ran.code == 0, ran.err
    rounds = [json.loads(line) for line in ran.out.splitlines()]
    assert [one["state"] for one in rounds] == ["warning"] * 3
    assert [[one["alert"] for one in post["changes"]] for post in came] == [["connections"]]
    assert "warning connections" in " ".join((tmp_path / "page.html").read_text().split())


def test_not_a_terminal_gets_lines_of_what_changed(tmp_path, place) -> None:
    """Into a pipe goes a line for the beginning and one for the alert, without colour."""
    _project(tmp_path, place.url, "[monitor.warning]\nconnections = 0\n")
    ran = refdb(tmp_path, "monitor", "live", "--rounds", "3", "--interval", "10ms")
    lines = ran.out.splitlines()
    assert len(lines) == 2
    assert ": warning, 1 alert, asked in" in lines[0]
    assert "warning   connections: " in lines[1]
    assert "\x1b" not in ran.out


@pytest.mark.parametrize("columns", [80, 200])
def test_live_on_a_terminal(tmp_path, place, columns) -> None:
    """On a terminal the view is drawn in place, no line longer than it is wide."""
    _project(tmp_path, place.url, "[monitor.warning]\nconnections = 0\n")
    ours, theirs = pty.openpty()
    environ = {name: value for name, value in os.environ.items() if name != "NO_COLOR"}
    environ |= {"TERM": "xterm", "COLUMNS": str(columns), "LINES": "60"}
    running = subprocess.Popen(
        [REFDB, "monitor", "live", "--rounds", "2", "--interval", "10ms"],
        cwd=tmp_path,
        env=environ,
        stdin=subprocess.DEVNULL,
        stdout=theirs,
        stderr=subprocess.PIPE,
    )
    os.close(theirs)
    told = b""
    with suppress(OSError):  # how Linux tells that nobody writes to it any more
        while part := os.read(ours, 65_536):
            told += part
    os.close(ours)
    assert running.wait(timeout=20) == 0, running.stderr.read()
    running.stderr.close()
    text = told.decode()
    assert "\x1b[2K" in text  # lines are taken away to be written anew
    plain = re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", text).replace("\r", "\n")
    assert max(map(len, plain.splitlines())) <= columns
    assert "connections_used_percent" in plain


def test_prometheus_of_the_command(tmp_path, place) -> None:
    """The command serves on 127.0.0.1 what it measures, and says where."""
    _project(tmp_path, place.url)
    running = subprocess.Popen(
        [REFDB, "monitor", "live", "--prometheus", "0", "--interval", "20ms"],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        url = running.stdout.readline().strip()
        assert url.startswith("http://127.0.0.1:")
        running.stdout.readline()  # the first round is there
        with urlopen(url) as answer:  # noqa: S310 - the command's own address
            read = list(text_string_to_metric_families(answer.read().decode()))
        assert {"refdb_up", "refdb_transaction_age"} <= {one.name for one in read}
    finally:
        running.terminate()
        running.wait(timeout=20)
        running.stdout.close()


def test_a_reader_without_rights_is_told_what_it_cannot_have(place) -> None:
    """What the server refuses is said with its reason, and the rest is measured."""
    place.run("create role onlooker login in role pg_monitor")
    try:
        other = replace_user(place)
        watcher = other.watcher()
        measured = watcher.round()
        assert "42501 permission denied" in measured.skipped["outbox"]
        assert {"connections_used_percent", "transaction_age"} <= {
            one.family for one in measured.samples
        }
    finally:
        place.stack.close()
        place.conn = None
        _drop(other.url)


def replace_user(place):
    """The same place for a role with few rights."""
    return replace(place, url=place.url.replace("postgres@", "onlooker@"))


def _drop(url) -> None:
    import psycopg

    with psycopg.connect(url.replace("onlooker@", "postgres@"), autocommit=True) as conn:
        conn.execute("drop role onlooker")


def test_every_query_is_one_of_each_version(each_database) -> None:
    """On each version, without the referral schema, what is refused is what is not there."""
    with db.connect(each_database) as conn:
        watcher = Watcher(conn, "test", config.Monitoring())
        watcher.round()
        measured = watcher.round()
    assert all(
        why.startswith(("there is no public.referral", "pg_stat_statements is not"))
        for why in measured.skipped.values()
    ), measured.skipped
    assert {"replication_slots", "indexes", "tables"}.isdisjoint(measured.skipped)
    assert {"up", "connections", "transaction_age"} <= {one.family for one in measured.samples}


def test_counters_in_redis_are_those_that_the_application_writes() -> None:
    """The key, and the names of what is counted there, are the same on both sides."""
    assert keys.COUNTERS == COUNTERS
    told = {"at": 1000.0, "hits": 3, "misses": 1}
    assert set(told) <= {"at", *Counters.__dataclass_fields__}
    said = {"web:1": json.dumps(told), "web:2": json.dumps(told | {"at": 0}), "web:3": "[]"}
    assert counted(said, 1100.0) == {"hits": 3, "misses": 1}
