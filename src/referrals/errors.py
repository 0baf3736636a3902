"""What callers of this package have to catch: one class a family of causes."""

from __future__ import annotations


class ReferralError(Exception):
    """Something that a call could not do.

    Attributes:
        code: SQLSTATE of the server, such as RD007; empty where no statement failed.
        hint: what to do about it.
    """

    def __init__(self, message: str, *, code: str = "", hint: str = "") -> None:
        super().__init__(message)
        self.code = code
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.args[0]} ({self.code})" if self.code else str(self.args[0])


class SettingsError(ReferralError):
    """A setting of the package, or of a tenant, cannot be used."""


class RefusedError(ReferralError):
    """The request is wrong; the same request will be refused again."""


class NotFoundError(RefusedError):
    """The tenant has no such referral, campaign, student or organization."""


class IllegalChangeError(RefusedError):
    """The referral may not change in this way."""


class InvalidArgumentError(RefusedError):
    """A value that no call takes: a period, a limit, a phone number."""


class ForbiddenError(RefusedError):
    """The role or the tenant has no right to it."""


class UnavailableError(ReferralError):
    """The database could not be asked now; a later try may be answered.

    Attributes:
        is_unknown: whether a write may have happened: its connection was lost at the commit. Each
            write of this package can be repeated, and is then done once.
    """

    is_unknown = False


class OverloadedError(UnavailableError):
    """More calls of this kind are under way than may be; nothing was sent."""


class TimedOutError(UnavailableError):
    """A statement took longer than it may."""


class ConflictError(UnavailableError):
    """Others changed the same rows, each time that it was tried."""
