"""The provider `container`: a server in a container of its own, by testcontainers."""

from __future__ import annotations

import gc
import os
import secrets
import shutil
import time
import warnings
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from refdb import db
from refdb.errors import CannotConnectError, MissingPartError, RefdbError
from refdb.queries import load
from refdb.throwaway.account import tail
from refdb.throwaway.alive import is_dead, this_process
from refdb.throwaway.binaries import EMBEDDED_FOLDERS, packages_for
from refdb.throwaway.settings import DATABASE, SUPERUSER, throwaway_settings
from refdb.throwaway.source import CONTAINER
from refdb.throwaway.urls import QUIET, url_of
from refdb.throwaway.value import Throwaway

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Final

    from testcontainers.core.container import DockerContainer
    from testcontainers.core.docker_client import DockerClient

    from refdb.throwaway.source import Wish

OFFICIAL: Final = "postgres"
LABEL: Final = "refdb.owner"
PORT: Final = 5432

_HERE: Final = ("localhost", "127.0.0.1")
_PREFIX: Final = "refdb-"
# In memory, where every user may write: images run their server as different ones.
_MEMORY: Final = "/refdb"
_SECONDS_TO_START: Final = 60.0
_SECONDS_TO_APPEAR: Final = 5.0
# The image decides about sockets, and about the size of WAL's files, which this depends on.
_OF_THE_IMAGE: Final = ("listen_addresses", "min_wal_size", "unix_socket_directories")


@contextmanager
def open_container(wish: Wish) -> Iterator[Throwaway]:
    """Runs a server in a container, which is removed in whatever way this process ends.

    Args:
        wish: what it is to be.

    Raises:
        MissingPartError: no testcontainers, no engine, or the image has not the extensions.
        RefdbError: it does not come up.
    """
    client = _client()
    _sweep(client)
    name = f"{_PREFIX}{secrets.token_hex(6)}"
    password = secrets.token_urlsafe(16)
    container = _container(wish, name, password)
    with _kept(name, container):
        url = _started(container, password)
        _create_extensions(url, wish)
        if wish.template:
            wish.template.build(url)
        yield _described(url, name)


def image_of(wish: Wish) -> str:
    """Answers the image that is run for a wish: the configured one, else the official one."""
    newest = max(EMBEDDED_FOLDERS)
    return wish.source.image or f"{OFFICIAL}:{wish.postgres or newest}"


def is_here(wish: Wish) -> bool:
    """Answers whether an engine answers that has the image, so that nothing is downloaded."""
    try:
        client = _client()
    except MissingPartError:
        return False
    with suppress(Exception):  # whatever an engine says that is half there
        client.client.images.get(image_of(wish))
        return True
    return False


def remove(name: str) -> None:
    """Removes a container, which the engine may be making at this moment.

    Args:
        name: the container's.
    """
    client = _client()
    deadline = time.monotonic() + _SECONDS_TO_APPEAR
    while not _remove(client, name) and time.monotonic() < deadline:
        time.sleep(0.2)


def _client() -> DockerClient:
    """Answers the way to the engine.

    Raises:
        MissingPartError: no testcontainers, or no engine.
    """
    try:
        from testcontainers.core.docker_client import DockerClient  # noqa: PLC0415 - an extra
    except ImportError:
        raise MissingPartError(
            "throwaways in containers need testcontainers",
            hint='Install it: pip install "refdb[container]"',
        ) from None
    with warnings.catch_warnings():
        # Where nobody answers, the engine's client leaves its socket open.
        warnings.simplefilter("ignore", ResourceWarning)
        client, said = _answering(DockerClient)
        if client is None:
            gc.collect()
            raise MissingPartError(
                f"no container engine answers: {said}",
                hint="Start one, or say where it is in DOCKER_HOST.",
            )
    return client


def _answering(kind: type[DockerClient]) -> tuple[DockerClient | None, str]:
    """Answers the way to the engine, or what is said instead."""
    from docker.errors import DockerException  # noqa: PLC0415 - an extra

    try:
        client = kind()
        client.client.ping()
    except (DockerException, OSError) as error:
        return None, str(error).splitlines()[0]
    return client, ""


def _container(wish: Wish, name: str, password: str) -> DockerContainer:
    """Answers a container that is not there yet."""
    from testcontainers.core.container import DockerContainer  # noqa: PLC0415 - an extra

    environment = {
        "POSTGRES_USER": SUPERUSER,
        "POSTGRES_PASSWORD": password,
        "POSTGRES_DB": DATABASE,
        "POSTGRES_INITDB_ARGS": "--no-sync --locale=C.UTF-8",
        "PGDATA": f"{_MEMORY}/data",
    }
    # What is set for one version only is left out: which one is in the image is not known yet.
    settings = throwaway_settings(0, wish.extensions, wish.settings)
    options = [f"{key}={value}" for key, value in settings.items() if key not in _OF_THE_IMAGE]
    command = ["postgres", *(word for option in options for word in ("-c", option))]
    made = DockerContainer(image_of(wish), env=environment, name=name)
    made.with_kwargs(labels={LABEL: this_process()})
    made.tmpfs[_MEMORY] = "mode=1777"
    made.with_command(command)
    return made


@contextmanager
def _kept(name: str, container: DockerContainer) -> Iterator[None]:
    """Removes a container at the end of the block, or of the process."""
    from refdb.throwaway.keeper import kept  # noqa: PLC0415 - as a program, it imports this

    owner = os.getpid()
    with kept(container=name) as done:
        try:
            yield
        finally:
            if os.getpid() == owner:
                _remove(_client(), name)
                done()
                container.get_docker_client().client.close()


def _started(container: DockerContainer, password: str) -> str:
    """Starts a container; answers the URL of its database when that answers.

    Raises:
        RefdbError: it does not come up; with the end of what it said.
    """
    try:
        _start(container)
        host = container.get_container_host_ip()
        port = container.get_exposed_port(PORT)
    except Exception as error:  # noqa: BLE001 - the engine, its client and its network all speak
        raise RefdbError(
            f"the container of {container.image} could not be started: {error}",
            hint="Name another image under [throwaway] in refdb.toml.",
        ) from None
    url = f"postgresql://{SUPERUSER}:{quote(password, safe='')}@{host}:{port}/{DATABASE}"
    deadline = time.monotonic() + _SECONDS_TO_START
    while problem := _problem(url):
        if time.monotonic() > deadline or _has_ended(container):
            raise RefdbError(
                f"PostgreSQL in the container of {container.image} did not start ({problem}); "
                f"the end of what it said:\n{tail(b''.join(container.get_logs()))}"
            )
        time.sleep(0.02)
    return url


def _start(container: DockerContainer) -> None:
    """Starts a container without testcontainers' own reaper, which would be a second container."""
    from testcontainers.core.config import ConnectionMode  # noqa: PLC0415 - an extra
    from testcontainers.core.config import testcontainers_config as config  # noqa: PLC0415 - the same

    client = container.get_docker_client()
    here = client.get_connection_mode() is ConnectionMode.docker_host and client.host() in _HERE
    # Where refdb runs in a container itself, or the engine is far, its own address serves nobody.
    ports: dict[str, Any] = {f"{PORT}/tcp": ("127.0.0.1", None) if here else None}
    container.ports = ports
    before = config.ryuk_disabled
    config.ryuk_disabled = True
    try:
        container.start()
    finally:
        config.ryuk_disabled = before


def _problem(url: str) -> str:
    """Answers why nothing answers there, empty when something does."""
    try:
        db.connect(url).close()
    except CannotConnectError as error:
        return error.message
    return ""


def _has_ended(container: DockerContainer) -> bool:
    found = container.get_wrapped_container()
    found.reload()
    return str(found.status) in ("exited", "dead")


def _create_extensions(url: str, wish: Wish) -> None:
    """Creates the extensions of a wish.

    Raises:
        MissingPartError: the image has not all of them.
    """
    if not wish.extensions:
        return
    wanted = ",".join(sorted(wish.extensions))
    with db.connect(url, **{"refdb.extensions": wanted}) as conn, db.failures():
        query = load("throwaway/lacking_extensions")
        lacking = [name for (name,) in conn.execute(query, [list(wish.extensions)])]
        if lacking:
            major = conn.info.server_version // 10000
            raise MissingPartError(
                f"the image {image_of(wish)} has no {', '.join(lacking)}",
                hint=f"Add it to the image: apt-get install {packages_for(major, lacking)}",
            )
        db.run(conn, load("throwaway/create_extensions"))


def _sweep(client: DockerClient) -> None:
    """Removes the containers whose makers have died."""
    from docker.errors import DockerException  # noqa: PLC0415 - an extra

    with suppress(DockerException):
        for one in client.client.containers.list(all=True, filters={"label": LABEL}):
            if is_dead(str(one.labels.get(LABEL, ""))):
                _remove(client, str(one.name))


def _remove(client: DockerClient, name: str) -> bool:
    """Answers whether a container was there, and is not any more."""
    from docker.errors import APIError, NotFound  # noqa: PLC0415 - an extra

    try:
        client.client.containers.get(name).remove(force=True, v=True)
    except NotFound:
        return False
    except APIError as error:  # somebody else is removing it
        return bool(error.status_code == 409)  # noqa: PLR2004 - HTTP's word for a conflict
    return True


def _described(url: str, name: str) -> Throwaway:
    with db.connect(url) as conn, db.failures():
        row = conn.execute(load("throwaway/server_facts")).fetchone() or (0, "")
    psql = shutil.which("psql")
    return Throwaway(
        url=url,
        major=row[0],
        version=row[1],
        provider=CONTAINER,
        bin=Path(psql).parent if psql else Path("/usr/bin"),
        directory=Path("/nonexistent", name),
        built=True,
        quiet=url_of(url, QUIET),
    )
