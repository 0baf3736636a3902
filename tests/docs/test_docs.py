"""The documentation is what the tool does."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from commands import REFDB
from commands import refdb_itself as refdb
from refdb import config
from refdb.cli.app import VERBS
from refdb.tree.headers import KEYS

_ROOT = Path(__file__).parents[2]
_README = (_ROOT / "README.md").read_text(encoding="utf-8")
# What .ci/run itself runs, in its own clone; a test cannot run the tests.
_RUN_BY_CI = {"make demo", "make test", "python3 -m pip install '.[embedded]'"}


def _blocks(language: str, page: str = "README.md") -> list[str]:
    text = (_ROOT / page).read_text(encoding="utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```", text, re.MULTILINE | re.DOTALL)


def _commands(block: str) -> list[tuple[str, str]]:
    """Each `$ command` of a block, with its `> ` lines, and what it prints."""
    found: list[tuple[str, str]] = []
    for line in block.splitlines():
        command, printed = found[-1] if found else ("", "")
        if line.startswith("$ "):
            found.append((line[2:], ""))
        elif line.startswith(("> ", ">")) and not printed:
            found[-1] = (f"{command}\n{line[2:]}", "")
        else:
            found[-1] = (command, f"{printed}{line.rstrip()}\n")
    return found


def _matches(expected: str, printed: str) -> bool:
    """`…` stands for anything, a line of its own for any lines."""
    pattern = re.escape(expected.rstrip("\n")).replace("…", ".*")
    plain = "\n".join(line.rstrip() for line in printed.rstrip("\n").split("\n"))
    return re.fullmatch(pattern, plain, re.DOTALL) is not None


@pytest.mark.parametrize(
    "page",
    ["README.md", "docs/audit.md", "docs/contracts.md", "docs/testing.md", "docs/throwaway.md"],
)
def test_commands_of_a_page_print_what_is_shown(tmp_path, page) -> None:
    """Every command of the page runs in an empty folder and prints what is shown."""
    path = f"{REFDB.parent}{os.pathsep}{os.environ['PATH']}"
    shown = [command for block in _blocks("console", page) for command in _commands(block)]
    assert len(shown) >= 6
    for command, expected in shown:
        done = subprocess.run(
            ["/bin/bash", "-c", command],
            cwd=tmp_path,
            env=os.environ | {"PATH": path},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, f"{command}\n{done.stdout}{done.stderr}"
        assert _matches(expected, done.stdout), f"{command}\n{done.stdout}\ninstead of\n{expected}"


def test_shell_commands_of_the_readme_are_run_by_ci() -> None:
    """A command of the README outside the five minutes is one that CI runs."""
    commands = {line for block in _blocks("sh") for line in block.splitlines()}
    assert commands == _RUN_BY_CI


def test_python_of_the_readme_runs(tmp_path) -> None:
    """The library's example works in a project with a migration and sample data."""
    refdb(tmp_path, "init")
    (tmp_path / "sql/sample/0001_none.sql").write_text("-- purpose: None.\nselect 1;\n")
    for block in _blocks("python"):
        done = subprocess.run(
            [sys.executable, "-c", block],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        assert done.stdout.startswith("postgresql://")


def test_python_of_the_page_of_throwaways_runs(tmp_path) -> None:
    """Each example of docs/throwaway.md works in a new project."""
    refdb(tmp_path, "init")
    blocks = _blocks("python", "docs/throwaway.md")
    assert len(blocks) == 2
    for block in blocks:
        command = [sys.executable, "-W", "error", "-c", block]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
        assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_is_in_the_readme(verb) -> None:
    """A verb has its line in the README's table."""
    assert re.search(rf"^\| `{verb}\b", _README, re.MULTILINE)


def test_reference_of_verbs_is_current() -> None:
    """docs/verbs.md is what the command line says of itself: `make docs` writes it."""
    command = [sys.executable, _ROOT / "scripts/verbs.py", "--check"]
    assert subprocess.run(command, check=False).returncode == 0


def test_configuration_of_the_docs_is_read(tmp_path) -> None:
    """The example in docs/configuration.md is a good refdb.toml, and names every key."""
    text = (_ROOT / "docs/configuration.md").read_text(encoding="utf-8")
    example = re.findall(r"^```toml\n(.*?)^```", text, re.MULTILINE | re.DOTALL)[0]
    (tmp_path / "refdb.toml").write_text(example, encoding="utf-8")
    assert config.load(tmp_path / "refdb.toml", {}).targets.keys() == {"staging", "production"}
    for key in (
        "tree",
        "postgres",
        "lock_timeout",
        "statement_timeout",
        "lock_attempts",
        "lock_wait",
        "all",
        "provider",
        "server",
        "image",
    ):
        assert f"{key} =" in example


def test_every_header_of_a_contract_is_described() -> None:
    """docs/contracts.md has each key that a contract's header may have."""
    text = (_ROOT / "docs/contracts.md").read_text(encoding="utf-8")
    assert [key for key in KEYS["contract"] if not re.search(rf"`{key}[:`]", text)] == []


def test_links_of_the_docs_lead_somewhere() -> None:
    """Every relative link of README and docs names a file that is there."""
    for page in [_ROOT / "README.md", *(_ROOT / "docs").rglob("*.md")]:
        for link in re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8")):
            assert (page.parent / link).exists(), f"{page.name}: {link}"
