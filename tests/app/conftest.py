"""A school, an application that works for it, a Redis: all real."""

from __future__ import annotations

import shutil
import tempfile
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from app_schools import School, make_school
from bouncers import bouncer, give_to_postgres
from redises import RedisServer
from refdb import config, throwaway
from refdb.project import Project
from referrals import Referrals, Settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_ROOT = Path(__file__).parents[2]
#: A machine that does other things as well is no ill Redis.
_PATIENT = {"redis_timeout": 0.5, "rebuild_seconds": 30.0}


@pytest.fixture(scope="session")
def crm() -> Iterator[str]:
    """Answers a database with the schema, for all tests of this folder."""
    with Project(config.Config(root=_ROOT)).throwaway(postgres=15) as opened:
        yield opened.url


class Schema:
    """The schema, for servers that a file of tests starts itself."""

    @staticmethod
    @contextmanager
    def folder() -> Iterator[Path]:
        """Answers a folder in memory whose path is short, and which postgres may write to."""
        made = Path(tempfile.mkdtemp(prefix="refdb-app-", dir="/dev/shm"))
        made.chmod(0o755)
        give_to_postgres(made)
        try:
            yield made
        finally:
            shutil.rmtree(made, ignore_errors=True)

    @staticmethod
    def apply(url: str) -> None:
        """Applies it to an empty database."""
        throwaway.install_cron_stand_in(url)
        Project(config.Config(root=_ROOT), target=url).apply()


@pytest.fixture(scope="session")
def schema() -> Schema:
    """Answers the schema, to be applied elsewhere."""
    return Schema()


@pytest.fixture
def school(crm) -> School:
    """Answers a school of this test."""
    return make_school(crm)


@pytest.fixture
def redis_server(short) -> Iterator[RedisServer]:
    """Answers a Redis of this test."""
    started = RedisServer(short)
    yield started
    started.stop()


@pytest.fixture
def start(school) -> Iterator[Callable[..., Referrals]]:
    """Answers what starts applications, which are closed with the test; settings by their names."""
    with ExitStack() as stack:

        def started(*, is_awaited: bool = True, **settings: Any) -> Referrals:
            given = {
                "url": school.app_url,
                "pool_min": 1,
                "pool_max": 5,
                "tick": 3600.0,
                **_PATIENT,
            }
            found = Referrals(Settings(**(given | settings)))
            stack.callback(found.close)
            if is_awaited:
                found.wait()
            return found

        yield started


@pytest.fixture
def pooled(school, short) -> Iterator[str]:
    """Answers the application's address through a PgBouncer that pools transactions."""
    with bouncer(short, school.url, "transaction", user="referral_app") as url:
        yield url


@pytest.fixture
def plain(start) -> Referrals:
    """Answers an application without a cache: what it says is right."""
    return start()


@pytest.fixture
def cached(start, redis_server) -> Referrals:
    """Answers an application with a cache."""
    return start(redis_url=redis_server.url)
