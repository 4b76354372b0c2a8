"""Whether an operator's customers can pay online at all: by an account that takes its currency."""

from __future__ import annotations

from domain.errors import NoGateway
from domain.payments import queries


async def require(operator_id: int) -> None:
    """Raises `NoGateway` where nobody could pay the operator online."""
    row = await queries.ways.is_served(operator_id)
    if row is None or not row.served:
        told = {"operator": row.name, "currency": row.currency} if row else {}
        raise NoGateway(kind="payment", **told)
