"""Statements about the acts of the audit, and the names of what they were about."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from domain import db

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
    "voucher": "serial",
    "voucher_lot": "CAST(id AS TEXT)",
    "zone": "name",
}
# Whose the subject of an act `a` is, where it is a customer's.
_CUSTOMERS = ("bill", "message", "payment", "verification")
_WHOSE = "CASE a.subject WHEN 'customer' THEN a.subject_id {} END".format(
    " ".join(
        f"WHEN '{what}' THEN (SELECT w.customer_id FROM {what} w WHERE w.id = a.subject_id)"
        for what in _CUSTOMERS
    )
)
_OF_MANY = ("bill_run", "broadcast")
_BY_ZONE = ", ".join(f"'{what}'" for what in ("customer", *_CUSTOMERS, *_OF_MANY))
_MANY = ", ".join(f"'{what}'" for what in _OF_MANY)


class _Id(NamedTuple):
    id: int


async def page(seen: str, values: Sequence[object], *, limit: int, offset: int) -> list[int]:
    """A page of the acts `a` that are seen, the newest first."""
    found = await db.typed(
        _Id,
        f"SELECT a.id FROM audit a WHERE {seen} ORDER BY a.id DESC"
        f" LIMIT {int(limit)} OFFSET {int(offset)}",
        *values,
    )
    return [row.id for row in found]


def in_zones(theirs: str, staff: int) -> str:
    """The condition on acts `a` for who sees customers `c` by a condition, and of what was done to
    many their own; who that is stands in place `staff`."""
    return (
        f"(a.subject NOT IN ({_BY_ZONE}) OR (a.subject IN ({_MANY})"
        f" AND a.staff_id = ${int(staff)}) OR EXISTS"
        f" (SELECT 1 FROM customer c WHERE c.id = {_WHOSE} AND {theirs}))"
    )


class Named(NamedTuple):
    """What is called how."""

    id: int
    name: str


async def named(what: str, ids: Sequence[int]) -> list[Named]:
    """How things of a kind are called, where they are called by a name."""
    if what == "group":
        what_is = "SELECT id, title AS name FROM staff_group"
    elif what in _NAMES:
        what_is = f"SELECT id, {_NAMES[what]} AS name FROM {what}"
    else:
        return []
    return await db.typed(Named, f"{what_is} WHERE id IN ({db.marks(len(ids))})", *ids)
