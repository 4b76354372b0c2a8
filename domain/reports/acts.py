"""What the acts of the audit were about, by the names that people know."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from domain import db
from domain.staff.models import Audit

_NAMES = {
    "bill": "number",
    "bill_run": "period",
    "billing_profile": "name",
    "customer": "name || ' · ' || code",
    "gateway": "name",
    "invite": "name",
    "operator": "name",
    "package": "name",
    "router": "name",
    "staff": "name",
    "verification": "txn_id",
    "zone": "name",
}
_POINTS = {
    f"{what}_id": what for what in ("billing_profile", "operator", "package", "router", "zone")
} | {"parent_id": "operator"}

Names = Mapping[tuple[str, int], str]


async def names(rows: Iterable[Audit]) -> Names:
    """The names of the subjects of these acts, and of what their values point to."""
    wanted: defaultdict[str, set[int]] = defaultdict(set)
    for row in rows:
        if row.subject_id is not None:
            wanted[row.subject].add(row.subject_id)
        for values in (row.before, row.after):
            for field, value in (values or {}).items():
                if field in _POINTS and isinstance(value, int):
                    wanted[_POINTS[field]].add(value)
    found: dict[tuple[str, int], str] = {}
    for what, numbers in wanted.items():
        found.update(await _named(what, sorted(numbers)))
    return found


async def _named(what: str, numbers: list[int]) -> dict[tuple[str, int], str]:
    if what == "payment":
        return {(what, number): f"R{number:07d}" for number in numbers}
    if what == "group":
        what_is = "SELECT id, title AS name FROM staff_group"
    elif what in _NAMES:
        what_is = f"SELECT id, {_NAMES[what]} AS name FROM {what}"
    else:
        return {}
    rows = await db.rows(f"{what_is} WHERE id IN ({db.marks(len(numbers))})", *numbers)
    return {(what, row["id"]): row["name"] for row in rows}


def pointed(field: str, value: Any, known: Names) -> str:
    """The name of what such a value points to, empty where it is nothing of that kind."""
    return known.get((_POINTS[field], value), "") if field in _POINTS else ""


def points(field: str) -> bool:
    """Whether the field holds the number of another row."""
    return field in _POINTS
