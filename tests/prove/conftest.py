"""Servers for the cases."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from proofs import Ground
from refdb.throwaway import open_throwaway

if TYPE_CHECKING:
    from collections.abc import Iterator

# The oldest and the newest; what is between them has no syntax or catalog of its own here.
_VERSIONS = [
    pytest.param(15, id="pg15", marks=pytest.mark.needs("local15")),
    pytest.param(18, id="pg18", marks=pytest.mark.needs("embedded18")),
]


@pytest.fixture(scope="session", params=_VERSIONS)
def ground(request) -> Iterator[Ground]:
    """Answers a server for cases, of each version in turn."""
    with open_throwaway(postgres=request.param) as opened:
        made = Ground(opened.url)
        yield made
        made.close()
