"""A container engine: the one that answers, else one that the tests start and stop."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[1]
# Tests run in several processes at once: each has an image, and where it starts one an engine and a
# bridge, of its own.
IMAGE = f"refdb-tests-{os.getpid()}:15"
BRIDGE = f"refdb{os.getpid()}"
ADDRESS = f"10.213.{os.getpid() % 250}.1/24"
# Ports are published by a proxy, so that no rule of the machine's firewall is written.
OPTIONS = ("--iptables=false", "--ip6tables=false", "--ip-masq=false", "--log-level=error")
SECONDS_TO_START = 40.0


def docker(*arguments: str, host: str = "") -> subprocess.CompletedProcess[str]:
    """Runs docker's client."""
    environ = os.environ | ({"DOCKER_HOST": host} if host else {})
    command = ["docker", *arguments]
    return subprocess.run(command, env=environ, capture_output=True, text=True, check=False)


def answers(host: str = "") -> bool:
    """Whether an engine answers."""
    return shutil.which("docker") is not None and not docker("version", host=host).returncode


def make_bridge() -> None:
    """Makes the bridge of this process's engine; skips where that may not be."""
    for command in (
        ["ip", "link", "add", "name", BRIDGE, "type", "bridge"],
        ["ip", "address", "add", ADDRESS, "dev", BRIDGE],
        ["ip", "link", "set", BRIDGE, "up"],
    ):
        done = subprocess.run(command, check=False, capture_output=True, text=True)
        if done.returncode:
            pytest.skip(f"needs a container engine, which needs a bridge: {done.stderr.strip()}")


@contextmanager
def engine() -> Iterator[str]:
    """Answers where an engine is, empty for the default place; skips where none can be had."""
    if answers():
        yield ""
        return
    if os.geteuid() != 0 or not (shutil.which("dockerd") and shutil.which("ip")):
        pytest.skip(
            "needs a container engine: start one, or run as root with docker.io and iproute2"
        )
    folder = Path(tempfile.mkdtemp(prefix="refdb-engine-", dir="/var/tmp"))
    log = folder / "log"
    host = f"unix://{folder}/socket"
    command = ["dockerd", "--host", host, "--data-root", folder / "data", *OPTIONS]
    places = ["--exec-root", folder / "run", "--pidfile", folder / "pid", "--bridge", BRIDGE]
    make_bridge()
    with log.open("wb") as said:
        process = subprocess.Popen([*command, *places], stdout=said, stderr=said)
    try:
        deadline = time.monotonic() + SECONDS_TO_START
        while not answers(host):
            if process.poll() is not None or time.monotonic() > deadline:
                pytest.skip(f"needs a container engine, and dockerd says: {log.read_text()[-500:]}")
            time.sleep(0.1)
        yield host
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=60)
        shutil.rmtree(folder, ignore_errors=True)
        subprocess.run(["ip", "link", "delete", BRIDGE], check=False, capture_output=True)


@pytest.fixture(scope="session")
def container_engine() -> Iterator[str]:
    """Answers the image of PostgreSQL 15, on an engine that DOCKER_HOST leads to."""
    config = pytest.importorskip("testcontainers.core.config", reason="needs testcontainers")
    with engine() as host, pytest.MonkeyPatch.context() as patch:
        if host:
            patch.setenv("DOCKER_HOST", host)
            # The tests' machine may itself be a container, but the engine is inside of it.
            patch.setenv("TESTCONTAINERS_CONNECTION_MODE", "docker_host")
            mode = config.ConnectionMode.docker_host
            patch.setattr(config.testcontainers_config, "connection_mode_override", mode)
        script = ROOT / "scripts/postgres_image.sh"
        subprocess.run([script, IMAGE], check=True, capture_output=True)
        yield IMAGE
        docker("image", "rm", "--force", IMAGE)
