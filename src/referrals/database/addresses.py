"""Connection strings as this package uses them: what libpq is told beside what somebody wrote."""

from __future__ import annotations

from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from referrals.errors import SettingsError

#: Seconds after which a host that does not answer is given up, and a silent peer is taken for dead.
_PATIENCE = {
    "connect_timeout": "2",
    "keepalives_idle": "5",
    "keepalives_interval": "2",
    "keepalives_count": "3",
    "tcp_user_timeout": "10000",
}


def primary(url: str, name: str) -> str:
    """Answers where writes go: of several hosts, the one that takes them."""
    return _complete(url, name, "read-write")


def standby(url: str, name: str) -> str:
    """Answers where analytics are read: of several hosts a standby, if there is one."""
    return _complete(url, name, "prefer-standby")


def _complete(url: str, name: str, attributes: str) -> str:
    try:
        given = {key: str(value) for key, value in conninfo_to_dict(url).items()}
    except ProgrammingError:
        # The driver's message repeats the text, and a text may hold a password.
        raise SettingsError("the URL of a database cannot be read") from None
    wanted = {**_PATIENCE, "application_name": name}
    if "," in given.get("host", ""):
        wanted["target_session_attrs"] = attributes
    return make_conninfo("", **(wanted | given))
