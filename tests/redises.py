"""A real Redis that a test stops, pauses and fills, and a proxy before it that cuts what passes."""

from __future__ import annotations

import signal
import socket
import subprocess
import threading
import time
from contextlib import ExitStack, suppress
from typing import TYPE_CHECKING

import redis

if TYPE_CHECKING:
    from pathlib import Path


class RedisServer:
    """A Redis on a socket, without files.

    Args:
        folder: where the socket is; short.
        options: further options of the server.
    """

    def __init__(self, folder: Path, *options: str) -> None:
        self.socket = folder / "redis"
        self.url = f"unix://{self.socket}"
        self._command = [
            *("redis-server", "--port", "0", "--unixsocket", str(self.socket), "--save", ""),
            *("--appendonly", "no", "--dir", str(folder), "--daemonize", "no", *options),
        ]
        self._running: subprocess.Popen[bytes] | None = None
        self.start()

    def start(self) -> None:
        """Starts it, and waits until it answers."""
        self._running = subprocess.Popen(self._command, stdout=subprocess.DEVNULL)
        with redis.Redis.from_url(self.url) as client:
            for _ in range(500):
                with suppress(redis.RedisError):
                    client.ping()
                    return
                time.sleep(0.01)
        raise AssertionError("redis does not answer")

    def stop(self) -> None:
        """Ends it; what was in it is lost."""
        if self._running is not None:
            self._running.send_signal(signal.SIGCONT)
            self._running.kill()
            self._running.wait(timeout=10)
            self._running = None

    def pause(self) -> None:
        """Lets it stand still: connections stay, nothing is answered."""
        assert self._running is not None
        self._running.send_signal(signal.SIGSTOP)

    def resume(self) -> None:
        """Lets it go on."""
        assert self._running is not None
        self._running.send_signal(signal.SIGCONT)

    def client(self) -> redis.Redis:
        """Answers a client that looks at what is in it."""
        return redis.Redis.from_url(self.url)


class Proxy:
    """A port that passes on what comes, until it is told to do something else.

    Args:
        target: the socket that it passes on to.
    """

    def __init__(self, target: Path) -> None:
        self._target = str(target)
        self._stack = ExitStack()
        self._listening = self._stack.enter_context(socket.create_server(("127.0.0.1", 0)))
        self.port: int = self._listening.getsockname()[1]
        self.url = f"redis://127.0.0.1:{self.port}"
        self.cut_after: int | None = None
        self.nonsense = b""
        self.delay = 0.0
        self._pairs: list[socket.socket] = []
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        """Refuses everybody from now on, and ends what there is."""
        with suppress(OSError):
            self._listening.shutdown(socket.SHUT_RDWR)
        self._stack.close()
        self.cut()

    def cut(self) -> None:
        """Ends every connection in the middle."""
        for one in self._pairs:
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()
        self._pairs.clear()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                near, _ = self._listening.accept()
                far = socket.socket(socket.AF_UNIX)
                far.connect(self._target)
                self._pairs += [near, far]
                for one, other, is_answer in ((near, far, False), (far, near, True)):
                    arguments = (one, other, is_answer)
                    threading.Thread(target=self._pass, args=arguments, daemon=True).start()

    def _pass(self, source: socket.socket, sink: socket.socket, is_answer: bool) -> None:
        with suppress(OSError):
            while data := source.recv(65536):
                if is_answer and self.nonsense:
                    data = self.nonsense
                if is_answer and self.delay:
                    time.sleep(self.delay)
                if is_answer and self.cut_after is not None:
                    sink.sendall(data[: self.cut_after])
                    break
                sink.sendall(data)
            for one in (source, sink):
                one.shutdown(socket.SHUT_RDWR)
                one.close()
