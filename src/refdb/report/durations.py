"""Durations as people read them."""


def seconds(duration_ms: float) -> str:
    """Answers a duration in milliseconds in words: `12 ms`, `3.4 s`."""
    return f"{duration_ms:.0f} ms" if duration_ms < 1000 else f"{duration_ms / 1000:.1f} s"  # noqa: PLR2004
