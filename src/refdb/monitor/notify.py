"""Tells a webhook of what has changed, and of nothing else."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib import request
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit

from refdb.errors import BadRequestError
from refdb.monitor.judge import changes_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from refdb.monitor.judge import Change
    from refdb.monitor.values import Alert, Round

_PATIENCE_S = 5.0


class Notifier:
    """Posts JSON to a URL where the alerts of a round are others than those it has told of.

    Args:
        url: of the webhook, http or https.

    Raises:
        BadRequestError: it is no such URL.
    """

    def __init__(self, url: str) -> None:
        if urlsplit(url).scheme not in {"http", "https"} or not urlsplit(url).netloc:
            hint = "Write a URL that begins with https:// or http://."
            raise BadRequestError("--notify takes the URL of a webhook", hint=hint)
        self._url = url
        self._told: Sequence[Alert] = ()

    def tell(self, measured: Round) -> str:
        """Tells of what has changed; answers why it could not, and then tries with the next round.

        Args:
            measured: the round.
        """
        changes = changes_of(self._told, measured.alerts)
        if not changes:
            return ""
        problem = self._post(message(measured, changes))
        if not problem:
            self._told = measured.alerts
        return problem

    def _post(self, values: dict[str, Any]) -> str:
        asked = request.Request(  # noqa: S310 - the scheme was looked at
            self._url,
            json.dumps(values, ensure_ascii=False).encode(),
            {"Content-Type": "application/json", "User-Agent": "refdb"},
            method="POST",
        )
        try:
            with request.urlopen(asked, timeout=_PATIENCE_S):  # noqa: S310 - the same
                return ""
        except HTTPError as error:
            error.close()
            return f"the webhook answered {error.code}"
        except (URLError, OSError) as error:
            return f"the webhook did not answer: {getattr(error, 'reason', error)}"


def message(measured: Round, changes: Sequence[Change]) -> dict[str, Any]:
    """Answers what a webhook is told, as JSON-ready values.

    Args:
        measured: the round.
        changes: what has changed since the last time.
    """
    return {
        "target": measured.target,
        "at": measured.at.isoformat(),
        "state": measured.severity.word,
        "changes": [
            {"state": one.state, "before": one.before.severity.word if one.before else "ok"}
            | alert_as_dict(one.alert)
            | ({"severity": "ok"} if one.state == "recovered" else {})
            for one in changes
        ],
    }


def alert_as_dict(alert: Alert) -> dict[str, Any]:
    """Answers an alert as JSON-ready values."""
    return {
        "alert": alert.name,
        "subject": alert.subject,
        "severity": alert.severity.word,
        "value": round(alert.value, 3),
        "limit": alert.limit,
        "unit": alert.unit,
        "detail": alert.detail,
    }
