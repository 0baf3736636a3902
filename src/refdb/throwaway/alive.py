"""Whether the process that made something still lives, told from a label that it left on it."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

# In /proc/…/stat, counted from the state, which comes behind the name.
_STARTED = 19


def this_process() -> str:
    """Answers a label for this process: machine, boot, process namespace, id and start."""
    return " ".join([*_world(), str(os.getpid()), _start_of(os.getpid())])


def is_dead(label: str) -> bool:
    """Answers whether the process of a label is known to have ended.

    Of another machine's processes, and of those in another container, nothing is known from here.

    Args:
        label: what `this_process` answered there.
    """
    there, here = label.split(), _world()
    if len(there) != len(here) + 2 or there[0] != here[0]:
        return False
    if there[1] != here[1]:
        return True  # that was before this machine's last start
    same_namespace = there[2] == here[2]
    return same_namespace and _start_of(int(there[3])) != there[4]


def _world() -> list[str]:
    machine = _text("/etc/machine-id") or os.uname().nodename
    boot = _text("/proc/sys/kernel/random/boot_id") or "-"
    namespace = "-"
    with suppress(OSError):
        namespace = str(Path("/proc/self/ns/pid").stat().st_ino)
    return [machine, boot, namespace]


def _start_of(number: int) -> str:
    """Answers when a process was started, in ticks since the machine's start; `-` for none."""
    stat = _text(f"/proc/{number}/stat").rpartition(")")[2].split()
    return stat[_STARTED] if len(stat) > _STARTED and stat[0] not in "ZX" else "-"


def _text(path: str) -> str:
    with suppress(OSError):
        return Path(path).read_text(encoding="utf-8", errors="replace").strip()
    return ""
