"""What every test of faults needs."""

from collections.abc import Iterator

import pytest

from faults.harness.rig import Rig


@pytest.fixture(scope="session")
def rig() -> Iterator[Rig]:
    """Answers a server that can be stopped, its proxy and its clients."""
    with Rig(18) as opened:
        yield opened
