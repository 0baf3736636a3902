"""The benchmark of the engine measures all that it promises, and says what it could not."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

_ROOT = Path(__file__).parents[2]
_WHO = {
    "apply": {"refdb", "psql", "dbmate", "alembic", "node-pg-migrate", "yoyo"},
    "nothing": {"refdb", "yoyo"},
    "status": {"refdb", "yoyo"},
    "rollback": {"refdb", "psql", "yoyo"},
    "statements": {"refdb", "psql"},
    "many": {"refdb"},
}
# These come with npm, which a machine may lack.
_OPTIONAL = {"dbmate", "node-pg-migrate"}


def _bench(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "bench.engine", "--quick", *arguments]
    return subprocess.run(command, cwd=_ROOT, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def ran(tmp_path_factory):
    """Answers a quick run of everything: what it printed, its JSON, its page."""
    folder = tmp_path_factory.mktemp("bench")
    done = _bench("--json", str(folder / "run.json"), "--page", str(folder / "engine.md"))
    assert done.returncode == 0, done.stdout + done.stderr
    answer = json.loads((folder / "run.json").read_text(encoding="utf-8"))
    return done.stdout, answer, (folder / "engine.md").read_text(encoding="utf-8")


@pytest.mark.needs("local15")
def test_everybody_who_is_here_is_measured(ran) -> None:
    """Each measurement has a timing of each contender; one that is not here has a note."""
    _, answer, _ = ran
    gone = {name for name, version in answer["versions"].items() if version is None}
    assert gone <= _OPTIONAL
    measured = {(one["job"], one["contender"]) for one in answer["measurements"]}
    expected = {(job, who) for job, names in _WHO.items() for who in names - gone}
    assert expected <= measured
    assert all(any(name in note for note in answer["notes"]) for name in gone)
    assert not [note for note in answer["notes"] if "failed" in note]


@pytest.mark.needs("local15")
def test_table_and_page_have_a_row_for_everybody(ran) -> None:
    """What is printed and the page of the docs name each contender as often as it takes part."""
    printed, _, page = ran
    for names in _WHO.values():
        for name in names:
            rows = sum(name in others for others in _WHO.values())
            assert sum(f" {name} " in line for line in printed.splitlines()) >= rows
            assert page.count(f"| {name} |") == rows


@pytest.mark.needs("local15")
def test_promises_of_another_size_are_not_judged(ran) -> None:
    """A quick run lists every promise and judges no time; locks are judged at any size."""
    _, answer, _ = ran
    outcomes = [one["outcome"] for one in answer["verdicts"]]
    assert len(outcomes) == 12
    assert set(outcomes) <= {"not judged", "not measured", "held"}
    assert answer["locks"]["many"] == answer["locks"]["one"] > 0


@pytest.mark.needs("local15")
def test_only_and_skip_peers_leave_the_rest_out(tmp_path) -> None:
    """One measurement of refdb and psql alone is what is asked for."""
    file = tmp_path / "run.json"
    done = _bench("--only", "rollback", "--skip-peers", "--json", str(file))
    assert done.returncode == 0, done.stdout + done.stderr
    answer = json.loads(file.read_text(encoding="utf-8"))
    rollbacks = {(one["job"], one["contender"]) for one in answer["measurements"]}
    assert rollbacks == {("rollback", "refdb"), ("rollback", "psql")}
