"""Audit: every statement inside the schema, planned at size and judged, without a contract."""

from refdb.plans.audit.audit import Audited, audit
from refdb.plans.audit.places import Places, places_of
from refdb.plans.audit.values import Limits, Param, Planned, Statement, Unchecked

__all__ = [
    "Audited",
    "Limits",
    "Param",
    "Places",
    "Planned",
    "Statement",
    "Unchecked",
    "audit",
    "places_of",
]
