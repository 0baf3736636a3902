"""Numbers of things, as people read them."""


def counted(count: int, what: str) -> str:
    """Answers how many of something: `1 file`, `1,204 files`."""
    return f"{count:,} {what}{'' if count == 1 else 's'}"
