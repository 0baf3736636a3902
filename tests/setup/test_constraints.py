import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LINES = (ROOT / "constraints.txt").read_text().splitlines()


def normal(name):
    """A package's name as indexes compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def test_names_and_versions_only():
    """Every line is a name and a version: no address, no option, no comment."""
    assert [line for line in LINES if not re.fullmatch(r"[\w.-]+==[\w.]+", line)] == []


def test_each_name_once():
    """No package has two versions."""
    names = [normal(line.partition("==")[0]) for line in LINES]
    assert sorted(set(names)) == sorted(names)


def test_every_dependency_is_pinned():
    """Whatever pyproject.toml asks for, in any extra, has its version here."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    asked = list(project["build-system"]["requires"]) + project["project"]["dependencies"]
    for extra in project["project"]["optional-dependencies"].values():
        asked += extra
    names = {normal(re.match(r"[\w.-]+", line).group()) for line in asked} - {"refdb"}
    assert names - {normal(line.partition("==")[0]) for line in LINES} == set()
