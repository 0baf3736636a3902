"""Where statements begin and end, and what they are and define, by Postgres's own parser."""

from refdb.sqltext.bodies import Body, bodies_of
from refdb.sqltext.client import Served, served
from refdb.sqltext.definitions import Defined, as_lookup, defined_by
from refdb.sqltext.jobs import JobCall, job_calls, scheduled_by
from refdb.sqltext.names import LONGEST_NAME, LongName, long_names
from refdb.sqltext.params import has_plan, parameters
from refdb.sqltext.statements import (
    Place,
    Statement,
    controls_transaction,
    locate,
    parsed,
    plain,
    position_of,
    quoted,
    reads_client_data,
    refuses_transaction,
    relation_name,
    schemas_called,
    split,
    uses_client_data,
    writes_client_data,
)
from refdb.sqltext.walk import nodes

__all__ = [
    "LONGEST_NAME",
    "Body",
    "Defined",
    "JobCall",
    "LongName",
    "Place",
    "Served",
    "Statement",
    "as_lookup",
    "bodies_of",
    "controls_transaction",
    "defined_by",
    "has_plan",
    "job_calls",
    "locate",
    "long_names",
    "nodes",
    "parameters",
    "parsed",
    "plain",
    "position_of",
    "quoted",
    "reads_client_data",
    "refuses_transaction",
    "relation_name",
    "scheduled_by",
    "schemas_called",
    "served",
    "split",
    "uses_client_data",
    "writes_client_data",
]
