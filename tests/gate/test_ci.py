"""What is ready to use in pipelines: it parses, and its commands do what they say."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from commands import REFDB
from schemas import valid_junit, valid_sarif
from trees import TWO_TABLES, write_tree

pytestmark = pytest.mark.needs("git")

ROOT = Path(__file__).parents[2]
HOOKS = {one["id"]: one for one in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())}
WORKFLOW = yaml.safe_load((ROOT / ".github/workflows/refdb.yml").read_text())
GITLAB = yaml.safe_load((ROOT / "ci/refdb.gitlab-ci.yml").read_text())
OPEN = "-- test: A.\nselect 'open;\n"


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """Answers a git repository whose tree, in a folder of it, has one commit; it is good."""
    write_tree(tmp_path / "db", TWO_TABLES)
    (tmp_path / "db/refdb.toml").write_text("")
    for command in (("init", "-q", "-b", "main"), ("add", "-A"), ("commit", "-q", "-m", "Good.")):
        git(tmp_path, *command)
    git(tmp_path, "update-ref", "refs/remotes/origin/main", "main")
    return tmp_path


def git(folder: Path, *arguments: str) -> str:
    """Runs git as somebody who has a name; answers what it prints."""
    who = ("-c", "user.name=A", "-c", "user.email=a@example.com")
    command = ["git", *who, *arguments]
    return subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True).stdout


def bash(folder: Path, script: str, **environ: str) -> subprocess.CompletedProcess[str]:
    """Runs a script as a runner does, with refdb installed."""
    path = f"{REFDB.parent}{os.pathsep}{os.environ['PATH']}"
    return subprocess.run(
        ["/bin/bash", "-eo", "pipefail", "-c", script],
        cwd=folder,
        env=os.environ | {"PATH": path} | environ,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )


def github(repository: Path, /, **inputs: str) -> subprocess.CompletedProcess[str]:
    """Runs the workflow's step with its inputs, as GitHub puts them into its environment."""
    (step,) = [one for one in WORKFLOW["jobs"]["check"]["steps"] if one.get("name") == "Check"]
    declared = {
        name: str(one["default"]).lower() if one["type"] == "boolean" else one["default"]
        for name, one in WORKFLOW[True]["workflow_call"]["inputs"].items()  # YAML's `on` is true
    }
    given = declared | {name.replace("_", "-"): value for name, value in inputs.items()}
    environ = {
        name: re.sub(r"\$\{\{ inputs\.([\w-]+) \}\}", lambda one: given[one[1]], value)
        for name, value in step["env"].items()
    }
    return bash(repository, step["run"], GITHUB_BASE_REF="main", **environ)


def gitlab(folder: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """Runs the job's script with its variables."""
    job: dict[str, Any] = GITLAB[GITLAB["refdb"]["extends"]]
    return bash(folder, "\n".join(job["script"]), **(job["variables"] | variables))


@pytest.mark.needs("sarif_schema")
def test_the_workflow_annotates_and_writes_what_it_uploads(repository) -> None:
    """A broken file is an annotation at its place in the repository; both files are valid."""
    (repository / "db/sql/tests").mkdir()
    (repository / "db/sql/tests/open.sql").write_text(OPEN)
    ran = github(repository, folder="db", arguments="--only lint --only test", changed_only="true")
    assert ran.returncode == 2, ran.stderr
    assert f"::error file={repository}/db/sql/tests/open.sql,line=2,col=8,title=tree/" in ran.stdout
    valid_sarif((repository / "db/refdb.sarif").read_text())
    valid_junit((repository / "db/refdb.junit.xml").read_text())
    uploads = [one for one in WORKFLOW["jobs"]["check"]["steps"] if "upload" in one.get("uses", "")]
    assert ["refdb.sarif" in str(one["with"]) for one in uploads] == [True, True]


def test_the_include_of_gitlab_reports_and_fails(repository) -> None:
    """Its script ends with refdb's exit code, and its artifacts are what it wrote."""
    ran = gitlab(repository, REFDB_FOLDER="db", REFDB_ARGUMENTS="--only files")
    assert (ran.returncode, ran.stderr) == (0, "")
    artifacts = GITLAB[".refdb"]["artifacts"]
    for file in (*artifacts["paths"], artifacts["reports"]["junit"]):
        assert (repository / file.replace("$REFDB_FOLDER", "db")).exists()
    (repository / "db/sql/tests").mkdir()
    (repository / "db/sql/tests/open.sql").write_text(OPEN)
    base = git(repository, "rev-parse", "main").strip()
    changed = {"REFDB_CHANGED_ONLY": "true", "CI_MERGE_REQUEST_DIFF_BASE_SHA": base}
    ran = gitlab(repository, REFDB_FOLDER="db", REFDB_ARGUMENTS="--only lint", **changed)
    assert ran.returncode == 1
    assert "first  sql/tests/open.sql:2:8  tree/syntax" in ran.stdout


@pytest.mark.parametrize(
    ("name", "arguments", "fails"),
    [("refdb-lint", ["--only", "tree"], 1), ("refdb-check", ["--only", "test"], 2)],
)
def test_hooks_look_at_what_is_committed(repository, name, arguments, fails) -> None:
    """The hook's pattern has the tree's files; its command passes, and fails for a broken one."""
    hook, project = HOOKS[name], repository / "db"
    for text, code in (("-- test: A.\nselect count(*) = 0 from public.a;\n", 0), (OPEN, fails)):
        (project / "sql/tests").mkdir(exist_ok=True)
        (project / "sql/tests/a.sql").write_text(text)
        staged = git(project, "ls-files", "--others", "--cached", "--exclude-standard").split()
        files = [one for one in staged if re.search(hook["files"], one)]
        assert "sql/tests/a.sql" in files
        passed = [] if hook.get("pass_filenames") is False else files
        ran = bash(project, shlex.join([*hook["entry"].split(), *arguments, *passed]))
        assert ran.returncode == code, ran.stdout + ran.stderr
    assert hook["language"] == "python"


def test_they_install_the_package_with_what_lint_and_throwaways_need() -> None:
    """All three ask for extras that there are, and for no place to fetch them from."""
    asked = [WORKFLOW[True]["workflow_call"]["inputs"]["package"]["default"]]
    asked += [GITLAB[".refdb"]["variables"]["REFDB_PACKAGE"]]
    asked += [one for hook in HOOKS.values() for one in hook["additional_dependencies"]]
    assert {one.removeprefix("refdb").removeprefix(".") for one in asked} == {"[embedded,lint]"}
    for file in (".pre-commit-hooks.yaml", ".github/workflows/refdb.yml", "ci/refdb.gitlab-ci.yml"):
        assert "://" not in (ROOT / file).read_text()
