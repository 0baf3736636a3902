import subprocess

import pytest

from refdb import config
from refdb.errors import BadRequestError
from refdb.project import Project
from refdb.project.revisions import at_revision
from trees import write_tree

_FIRST = {
    "0001_a.sql": "-- why: A.\ncreate table public.a (id integer primary key);\n",
    "0001_a.rollback.sql": "-- loses: a\ndrop table public.a;\n",
}
_SECOND = {
    "0002_b.sql": "-- why: B.\n-- depends: 0001_a\ncreate table public.b (id integer);\n",
    "0002_b.rollback.sql": "-- loses: b\ndrop table public.b;\n",
}


def _git(root, *words: str) -> None:
    names = ("-c", "user.name=refdb", "-c", "user.email=refdb@example.org")
    subprocess.run(["git", "-C", str(root), *names, *words], check=True, capture_output=True)


@pytest.fixture
def repository(tmp_path):
    """A repository with one migration committed and a second one not."""
    write_tree(tmp_path, _FIRST)
    _git(tmp_path, "init", "--initial-branch=main")
    _git(tmp_path, "add", ".")
    _git(tmp_path, "commit", "--message", "first")
    write_tree(tmp_path, _SECOND)
    return Project(config.Config(root=tmp_path))


def test_the_tree_is_as_it_was(repository) -> None:
    """At a reference the tree has the migrations of that commit, and no newer ones."""
    with at_revision(repository, "main") as before:
        assert [one.id for one in before.tree.migrations] == ["0001_a"]
    assert [one.id for one in repository.tree.migrations] == ["0001_a", "0002_b"]


def test_its_files_are_gone_afterwards(repository) -> None:
    """The folder with the old tree does not stay behind."""
    with at_revision(repository, "HEAD") as before:
        folder = before.config.root
        assert folder.is_dir()
    assert not folder.exists()


@pytest.mark.parametrize("reference", ["nowhere", "--output=x", "HEAD:sql"])
def test_an_unknown_reference_is_refused(repository, reference) -> None:
    """What git does not know, or what would be an option of git, is refused with what to type."""
    with pytest.raises(BadRequestError) as raised, at_revision(repository, reference):
        pass
    assert "git" in raised.value.message
    assert raised.value.hint


def test_a_folder_without_git_is_refused(tmp_path) -> None:
    """A tree that is in no repository has no past."""
    write_tree(tmp_path, _FIRST)
    project = Project(config.Config(root=tmp_path))
    with (
        pytest.raises(BadRequestError, match="not a git repository"),
        at_revision(project, "HEAD"),
    ):
        pass
