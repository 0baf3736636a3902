"""The application's side of the referral schema: pool, tenants, cache, breakers.

It asks the database that refdb's migrations have made, and knows nothing of refdb.
"""

from referrals.app import Referrals
from referrals.errors import (
    ConflictError,
    ForbiddenError,
    IllegalChangeError,
    InvalidArgumentError,
    NotFoundError,
    OverloadedError,
    ReferralError,
    RefusedError,
    SettingsError,
    TimedOutError,
    UnavailableError,
)
from referrals.settings import Settings
from referrals.tenant import Tenant

__all__ = [
    "ConflictError",
    "ForbiddenError",
    "IllegalChangeError",
    "InvalidArgumentError",
    "NotFoundError",
    "OverloadedError",
    "ReferralError",
    "Referrals",
    "RefusedError",
    "Settings",
    "SettingsError",
    "Tenant",
    "TimedOutError",
    "UnavailableError",
]
