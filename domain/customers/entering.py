"""Rows of customers as a file brings them; what follows from them is up to who brings them in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from domain.customers import queries
from domain.customers.models import Customer

_REQUIRED = {
    "name", "mobile", "operator_id", "zone_id", "package_id", "billing_profile_id",
    "router_id", "language", "joined_on", "renewal_day", "expires_on", "price_minor",
}  # fmt: skip
_DEFAULTS: dict[str, Any] = {
    "whatsapp": "", "email": "", "address": "", "connection": "pppoe", "username": "", "ip": "",
    "mac": "", "discount_minor": 0, "exempt": False, "status": "active",
}  # fmt: skip
_COLUMNS = sorted(_REQUIRED | _DEFAULTS.keys())


async def insert(rows: Sequence[tuple[str, Mapping[str, Any]]]) -> dict[str, int]:
    """Write new customers, each a code and its values, in the caller's transaction; their ids.

    Whoever came in meanwhile under the same code is left as they are.
    """
    await queries.insert(
        _COLUMNS,
        [
            (code, *(_stored({**_DEFAULTS, **values}.get(name)) for name in _COLUMNS))
            for code, values in rows
        ],
    )
    return {row.code: row.id for row in await Customer.filter(code__in={code for code, _ in rows})}


def _stored(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value


async def update(customer_id: int, values: Mapping[str, Any]) -> None:
    """Bring a customer who is there to these values."""
    await Customer.filter(id=customer_id).update(**values)
