"""A project for whose tests pytest is run."""

import pytest

from trees import ONE_TABLE, write_tree


@pytest.fixture
def folder(tmp_path):
    """Answers the folder of a project with one table, for whose tests pytest is run."""
    write_tree(tmp_path, ONE_TABLE)
    (tmp_path / "pytest.ini").write_text("[pytest]\naddopts = -ra\n")
    return tmp_path
