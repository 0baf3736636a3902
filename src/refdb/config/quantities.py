"""Durations and row counts as people write them."""

from __future__ import annotations

import re

from refdb.errors import BadRequestError

_DURATION = re.compile(r"^\d+(\.\d+)?\s*(us|ms|s|min|h|d)?$")
_COUNT = re.compile(r"^(\d+(?:\.\d+)?)\s*([kKmMbB]?)$")
_FACTORS = {"": 1, "k": 10**3, "m": 10**6, "b": 10**9}


def duration(text: str, where: str) -> str:
    """Answers a duration as Postgres reads it, such as `2s`.

    Raises:
        BadRequestError: it is none; the message begins with `where`.
    """
    if not _DURATION.match(text.strip()):
        raise BadRequestError(
            f"{where}: {text!r} is no duration",
            hint="Write a number with ms, s, min or h, such as 2s; 0 is no limit.",
        )
    return text.strip()


_SECONDS = {"us": 1e-6, "ms": 1e-3, "s": 1.0, "min": 60.0, "h": 3600.0, "d": 86400.0}


def seconds(text: str, where: str) -> float:
    """Answers a duration in seconds; a bare number is seconds.

    Raises:
        BadRequestError: it is none; the message begins with `where`.
    """
    valid = duration(text, where)
    number = valid.rstrip("usmindh ")
    return float(number) * _SECONDS[valid[len(number) :].strip() or "s"]


def count(text: str, where: str) -> int:
    """Answers a number of rows written as 500, 10k, 1M or 1B.

    Raises:
        BadRequestError: it is none; the message begins with `where`.
    """
    found = _COUNT.match(text.strip())
    rows = round(float(found[1]) * _FACTORS[found[2].lower()]) if found else 0
    if rows < 1:
        raise BadRequestError(
            f"{where}: {text!r} is no number of rows",
            hint="Write a number from 1 up, such as 500, 10k, 1M or 1B.",
        )
    return rows


_UNITS = {"kb": 1 / 1024, "mb": 1.0, "gb": 1024.0, "tb": 1024.0**2}
_SIZE = re.compile(r"^(\d+(?:\.\d+)?)\s*(kb|mb|gb|tb)$")


def megabytes(text: str, where: str) -> float:
    """Answers a size such as `16GB` in megabytes as Postgres counts them; 0 for an empty text.

    Raises:
        BadRequestError: it is none; the message begins with `where`.
    """
    found = _SIZE.match(text.strip().lower())
    if text and not found:
        raise BadRequestError(f"{where}: {text!r} is no size", hint="Write one such as 16GB.")
    return float(found[1]) * _UNITS[found[2]] if found else 0.0
