"""What an error of the driver means: which class callers get, and whether a repeat makes sense."""

from __future__ import annotations

from typing import TYPE_CHECKING

import psycopg

from referrals import errors

if TYPE_CHECKING:
    from collections.abc import Mapping

_RD: Mapping[str, type[errors.ReferralError]] = {
    "RD001": errors.NotFoundError,
    "RD002": errors.NotFoundError,
    "RD003": errors.IllegalChangeError,
    "RD004": errors.IllegalChangeError,
    "RD005": errors.IllegalChangeError,
    "RD006": errors.NotFoundError,
    "RD007": errors.NotFoundError,
    "RD020": errors.SettingsError,
}
#: What undoes a transaction whole, for no fault of its own.
_CONFLICTS = {"40001", "40P01", "55P03"}
#: By class or code: what says that this server cannot be asked now, or is no longer the primary.
_UNREACHABLE_CLASSES = {"08", "53", "58", "XX"}
_UNREACHABLE = {"57P01", "57P02", "57P03", "57P05", "25006"}
_LIMIT_OF_TIME = "57014"
_NO_RIGHT = "42501"
_BAD_VALUES = {"22", "23"}


def is_conflict(error: BaseException) -> bool:
    """Answers whether the server undid a transaction because of others."""
    return isinstance(error, psycopg.Error) and error.sqlstate in _CONFLICTS


def is_unreachable(error: BaseException) -> bool:
    """Answers whether an error says that the database could not be asked, not that it said no."""
    if not isinstance(error, psycopg.Error):
        return False
    code = error.sqlstate
    if code is None:
        return isinstance(error, psycopg.OperationalError)
    return code in _UNREACHABLE or code[:2] in _UNREACHABLE_CLASSES


def translate(error: psycopg.Error) -> errors.ReferralError:
    """Answers the error that a caller gets. Rows and connection strings are no part of it.

    The server's detail is left out but for class RD, where it repeats what the caller has passed:
    elsewhere it may hold a row.
    """
    code = error.sqlstate or ""
    if code.startswith("RD"):
        return _of_the_schema(error, code)
    return _class_of(error, code)(_sentence(error, code), code=code, hint=_hint(error, code))


def _of_the_schema(error: psycopg.Error, code: str) -> errors.ReferralError:
    diagnosis = error.diag
    words = [diagnosis.message_primary or "refused", diagnosis.message_detail or ""]
    kind = _RD.get(code, errors.InvalidArgumentError)
    return kind(": ".join(filter(None, words)), code=code, hint=diagnosis.message_hint or "")


def _class_of(error: psycopg.Error, code: str) -> type[errors.ReferralError]:
    if code in _CONFLICTS:
        return errors.ConflictError
    if code == _LIMIT_OF_TIME:
        return errors.TimedOutError
    if is_unreachable(error):
        return errors.UnavailableError
    if code == _NO_RIGHT:
        return errors.ForbiddenError
    return errors.InvalidArgumentError if code[:2] in _BAD_VALUES else errors.ReferralError


def _sentence(error: psycopg.Error, code: str) -> str:
    constraint = error.diag.constraint_name
    if constraint and code[:2] in _BAD_VALUES:
        return f"a value breaks the rule {constraint}"
    return {
        errors.ConflictError: "others change the same rows",
        errors.TimedOutError: "the statement took longer than it may",
        errors.UnavailableError: "the database cannot be reached",
        errors.ForbiddenError: "the role has no right to it",
        errors.InvalidArgumentError: "a value has the wrong form",
    }.get(_class_of(error, code), "the statement failed")


def _hint(error: psycopg.Error, code: str) -> str:
    if is_conflict(error) or is_unreachable(error):
        return "Try again a little later: every call of this package can be repeated."
    return f"Look up {code} among the server's error codes." if code else ""
