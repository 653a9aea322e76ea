"""How many rows a list has: counted one by one, or as the planner estimates it."""

import json
from typing import Any

from django.db.models import QuerySet


def counted(rows: "QuerySet[Any, Any]", *, exactly: bool) -> int:
    """The number of rows; an estimate takes no longer for a million of them than for ten."""
    return rows.count() if exactly else _estimate(rows)


def _estimate(rows: "QuerySet[Any, Any]") -> int:
    (plan,) = json.loads(rows.order_by().explain(format="json"))
    return int(plan["Plan"]["Plan Rows"])
