"""A round of measurements as one HTML page that needs nothing else."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from refdb.report.monitored import alert_line, shown, summary

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from refdb.monitor import Round

_STYLE = """
body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 70rem }
h1 { font-size: 1.2rem } table { border-collapse: collapse; width: 100% }
th, td { text-align: left; padding: .2rem .6rem; border-bottom: 1px solid #ccc }
.ok { color: #176b2c } .warning { color: #8a5a00 } .critical, .immediate { color: #b00020 }
.immediate { font-weight: bold } pre { white-space: pre-wrap }
@media (prefers-color-scheme: dark) { body { background: #111; color: #ddd } }
"""


def page(measured: Round, refresh_s: float = 0) -> str:
    """Answers the page.

    Args:
        measured: the round.
        refresh_s: seconds after which a browser loads it anew; 0 for never.
    """
    return "\n".join(_parts(measured, refresh_s)) + "\n"


def _parts(measured: Round, refresh_s: float) -> Iterator[str]:
    yield '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    if refresh_s:
        yield f'<meta http-equiv="refresh" content="{max(1, round(refresh_s))}">'
    yield f"<title>{escape(summary(measured))}</title>\n<style>{_STYLE}</style>\n</head>\n<body>"
    yield f'<h1 class="{measured.severity.word}">{escape(summary(measured))}</h1>'
    yield f"<p>{measured.at:%Y-%m-%d %H:%M:%S} UTC</p>"
    yield from _alerts(measured)
    yield "<h2>Metrics</h2>\n<table>\n<tr><th>metric</th><th>values</th></tr>"
    for name, said in [*shown(measured), *_skipped(measured)]:
        yield f"<tr><td>{escape(name)}</td><td>{escape(said)}</td></tr>"
    yield "</table>\n</body>\n</html>"


def _alerts(measured: Round) -> Iterator[str]:
    yield "<h2>Alerts</h2>"
    if not measured.alerts:
        yield '<p class="ok">None.</p>'
        return
    yield "<ul>"
    for one in measured.alerts:
        yield f'<li class="{one.severity.word}">{escape(alert_line(one))}'
        for part in filter(None, measured.plans.get(one.subject, ())):
            yield f"<pre>{escape(part)}</pre>"
        yield "</li>"
    yield "</ul>"


def _skipped(measured: Round) -> Iterator[tuple[str, str]]:
    for name, why in measured.skipped.items():
        yield name, f"not to be had: {why}"


def write(measured: Round, file: Path, refresh_s: float = 0) -> None:
    """Writes the page so that whoever reads the file never sees half of one.

    Args:
        measured: the round.
        file: where.
        refresh_s: see `page`.

    Raises:
        OSError: it cannot be written.
    """
    beside = file.with_name(f".{file.name}.new")
    beside.write_text(page(measured, refresh_s), encoding="utf-8")
    beside.replace(file)
