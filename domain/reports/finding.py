"""Finding a customer by whatever a person types, the numbers of bills and transactions included."""

from __future__ import annotations

from domain.customers import search
from domain.customers.search import Hit
from domain.staff.rights import Actor

_NUMBERS = (
    "SELECT 5, 'bill', customer_id FROM bill WHERE number IN ($1, $2, $3)",
    "SELECT 6, 'txn', customer_id FROM payment WHERE txn_id IN ($1, $2, $3)",
)


async def find(actor: Actor, text: str, *, limit: int = 8) -> list[Hit]:
    """The customers that the actor may see and that the text may mean, the likeliest first."""
    return await search.search(actor, text, limit=limit, also=_NUMBERS)
