"""The acts of the audit, as far as a person may see them, and the names of what they were about."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from domain import reach, tables
from domain.reports import queries
from domain.staff.models import Audit
from domain.staff.rights import Actor
from domain.staff.views import ActView

_POINTS = {
    f"{what}_id": what for what in ("billing_profile", "operator", "package", "router", "zone")
} | {"parent_id": "operator"}

Names = Mapping[tuple[str, int], str]


async def page(
    actor: Actor, *, offset: int = 0, limit: int = 10, subject: str | None = None
) -> list[ActView]:
    """Acts in the actor's subtree, the newest first; acts on no operator are the root's to see.

    Who is limited to zones sees of what was done to customers what was done there, and of what
    was done to many their own.
    """
    actor.require("audit.see")
    seen, values = reach.operators_sql(actor, "a")
    if reach.is_limited(actor):
        in_zones, values = _in_zones(actor, values)
        seen = f"{seen} AND {in_zones}"
    if subject is not None:
        values = [*values, subject]
        seen = f"{seen} AND a.subject = ${len(values)}"
    found = await queries.acts.page(seen, values, limit=limit, offset=offset)
    rows = await Audit.filter(id__in=found).order_by("-id")
    return [tables.view(ActView, row) for row in rows]


def _in_zones(actor: Actor, values: list[object]) -> tuple[str, list[object]]:
    theirs, more = reach.sql(actor, first=len(values) + 2)
    condition = queries.acts.in_zones(theirs, staff=len(values) + 1)
    return condition, [*values, actor.staff_id, *more]


async def names(rows: Iterable[ActView]) -> Names:
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
    return {(what, row.id): row.name for row in await queries.acts.named(what, numbers)}


def pointed(field: str, value: Any, known: Names) -> str:
    """The name of what such a value points to, empty where it is nothing of that kind."""
    return known.get((_POINTS[field], value), "") if field in _POINTS else ""


def points(field: str) -> bool:
    """Whether the field holds the number of another row."""
    return field in _POINTS
