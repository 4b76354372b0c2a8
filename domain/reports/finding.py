"""Finding a customer by whatever a person types, the numbers of bills and transactions included."""

from __future__ import annotations

from domain.customers import search
from domain.customers.search import Hit
from domain.reports import queries
from domain.staff.rights import Actor


async def find(actor: Actor, text: str, *, limit: int = 8) -> list[Hit]:
    """The customers that the actor may see and that the text may mean, the likeliest first."""
    return await search.search(actor, text, limit=limit, also=queries.customers.NUMBERS)
