"""Every message between client and server, counted, and held at the one that is asked for."""

from __future__ import annotations

import socket
import threading
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

CLIENT, SERVER = "client", "server"
_LENGTH = 4  # bytes of a message's length, which counts itself
_SOCKET = ".s.PGSQL.5432"
_TEXT_SHOWN = 70


@dataclass(frozen=True)
class Trigger:
    """A place in the conversation.

    Attributes:
        side: whose message, `client` or `server`.
        index: which of that side's messages, counted from 0.
        after: hold behind the message instead of before it.
    """

    side: str
    index: int
    after: bool = False


@dataclass(frozen=True)
class Message:
    """What was said.

    Attributes:
        side: who said it.
        kind: its type's letter, empty for the first one of a connection.
        text: the beginning of what it holds.
    """

    side: str
    kind: str
    text: str


class Proxy:
    """A socket between clients and a server that knows where messages begin and end."""

    def __init__(self, folder: Path, server: Path) -> None:
        """Begins to listen.

        Args:
            folder: where its socket will be.
            server: the folder of the server's socket.
        """
        self.folder = folder
        self._server = str(server / _SOCKET)
        self._listener = socket.socket(socket.AF_UNIX)
        self._listener.bind(str(folder / _SOCKET))
        self._listener.listen(16)
        self._gate = threading.Lock()
        self._sockets: list[socket.socket] = []
        self.arm(None)
        threading.Thread(target=self._accept, daemon=True).start()

    def arm(self, trigger: Trigger | None) -> None:
        """Counts from 0 again, and holds everything when the trigger is reached."""
        self.seen: list[Message] = []
        self._counts = {CLIENT: 0, SERVER: 0}
        self._trigger = trigger
        self._is_cut = False
        self.held = threading.Event()
        self._released = threading.Event()

    def release(self, *, cut: bool) -> None:
        """Lets the held conversation go on.

        Args:
            cut: end it instead, as the death of the client's process does; what it had not sent
                is never sent.
        """
        self._trigger = None
        self._is_cut = cut
        if cut:
            for one in self._sockets:
                _end(one)
        self._released.set()

    def close(self) -> None:
        """Ends every conversation and stops listening."""
        self.release(cut=True)
        _end(self._listener)
        self._listener.close()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            server = socket.socket(socket.AF_UNIX)
            try:
                server.connect(self._server)
            except OSError:
                client.close()
                server.close()
                continue
            self._sockets = [one for one in self._sockets if one.fileno() >= 0] + [client, server]
            for side, source, target in ((CLIENT, client, server), (SERVER, server, client)):
                pump = (side, source, target)
                threading.Thread(target=self._pump, args=pump, daemon=True).start()

    def _pump(self, side: str, source: socket.socket, target: socket.socket) -> None:
        with suppress(OSError):
            for kind, message in _messages(source, is_first_bare=side == CLIENT):
                self._pass(side, kind, message, target)
        # What the other side has said already still arrives: only this direction ends.
        with suppress(OSError):
            target.shutdown(socket.SHUT_WR)
        if side == SERVER:
            _end(source)
            source.close()
            _end(target)
            target.close()

    def _pass(self, side: str, kind: str, message: bytes, target: socket.socket) -> None:
        with self._gate:
            self.seen.append(Message(side, kind, _shown(message)))
            index = self._counts[side]
            self._counts[side] += 1
            self._hold_at(Trigger(side, index))
            if self._is_cut:
                raise OSError
            target.sendall(message)
            self._hold_at(Trigger(side, index, after=True))

    def _hold_at(self, here: Trigger) -> None:
        if self._trigger == here:
            self.held.set()
            self._released.wait()


def _messages(source: socket.socket, *, is_first_bare: bool) -> Iterator[tuple[str, bytes]]:
    """Cuts what a socket says into messages: a letter, a length and the rest."""
    waiting = b""
    head = 0 if is_first_bare else 1
    while more := source.recv(1 << 16):
        waiting += more
        while len(waiting) >= head + _LENGTH:
            end = head + int.from_bytes(waiting[head : head + _LENGTH], "big")
            if len(waiting) < end:
                break
            yield waiting[:head].decode(), waiting[:end]
            waiting, head = waiting[end:], 1


def _shown(message: bytes) -> str:
    """The readable part of a message's beginning, for people."""
    text = message[5:400].decode("utf-8", "replace")
    words = "".join(sign if sign.isprintable() else " " for sign in text).split()
    return " ".join(words)[:_TEXT_SHOWN]


def _end(one: socket.socket) -> None:
    with suppress(OSError):
        one.shutdown(socket.SHUT_RDWR)
