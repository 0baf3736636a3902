"""Answers Prometheus with the latest round."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from refdb.errors import CannotConnectError, MissingPartError
from refdb.monitor.metrics import FAMILIES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from refdb.monitor.values import Round


class Exposition:
    """The latest round in Prometheus's terms: a collector of its client library.

    Attributes:
        latest: the round that is answered with; None before the first.
    """

    def __init__(self) -> None:
        self.latest: Round | None = None

    def collect(self) -> Iterator[Any]:
        """Answers every metric of the latest round."""
        from prometheus_client.core import GaugeMetricFamily  # noqa: PLC0415 - of an extra

        measured = self.latest
        if not measured:
            return
        families: dict[str, Any] = {}
        for sample in measured.samples:
            family = FAMILIES[sample.family]
            labels = [family.label] if family.label else []
            made = families.setdefault(
                family.name, GaugeMetricFamily(f"refdb_{family.name}", family.help, labels=labels)
            )
            made.add_metric([sample.subject] if labels else [], sample.value)
        yield from families.values()
        yield _alerts(measured)
        yield GaugeMetricFamily(
            "refdb_skipped", "Metrics that could not be had", len(measured.skipped)
        )


def _alerts(measured: Round) -> Any:
    from prometheus_client.core import GaugeMetricFamily  # noqa: PLC0415 - of an extra

    said = "Alerts: 1 warning, 2 critical, 3 immediate"
    family = GaugeMetricFamily("refdb_alert", said, labels=["alert", "subject"])
    for one in measured.alerts:
        family.add_metric([one.name, one.subject], one.severity)
    return family


@contextmanager
def serving(port: int, address: str) -> Iterator[tuple[Exposition, int]]:
    """Answers Prometheus while the block runs; gives what it answers with, and the port.

    Args:
        port: where it listens; 0 for one that is free.
        address: of the machine; 127.0.0.1 lets nobody else in.

    Raises:
        MissingPartError: the client library is not installed.
        CannotConnectError: the port is taken.
    """
    try:
        from prometheus_client import start_http_server  # noqa: PLC0415 - of an extra
        from prometheus_client.registry import CollectorRegistry  # noqa: PLC0415 - the same
    except ImportError:
        hint = "Install it: pip install 'refdb[monitor]'."
        raise MissingPartError("--prometheus needs prometheus-client", hint=hint) from None
    exposition = Exposition()
    registry = CollectorRegistry()
    registry.register(exposition)
    try:
        server, thread = start_http_server(port, address, registry)
    except OSError as error:
        raise CannotConnectError(f"cannot listen on {address}:{port}: {error.strerror}") from None
    try:
        yield exposition, server.server_port
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
