"""Which customers an address in a chat app stands for."""

from __future__ import annotations

from domain import db
from domain.chat.addresses import Address
from domain.chat.principals import CustomerSelf
from domain.messaging import identities
from domain.messaging.states import Channel


async def customer_at(address: Address) -> CustomerSelf | None:
    """The customer who speaks from there; None for somebody whom we do not know.

    Of several with one number those who have left come last.
    """
    if address.app not in set(Channel):
        return None
    person = await identities.whose(Channel(address.app), address.person)
    if not person.customers:
        return None
    found = await db.rows(
        "SELECT c.id, c.name, c.language, c.operator_id, o.currency, o.timezone, o.region"
        " FROM customer c JOIN operator o ON o.id = c.operator_id"
        f" WHERE c.id IN ({db.marks(len(person.customers))})"
        " ORDER BY CASE WHEN c.status = 'left' THEN 1 ELSE 0 END, c.id",
        *person.customers,
    )
    if not found:
        return None
    first = found[0]
    return CustomerSelf(
        customer_ids=tuple(row["id"] for row in found),
        name=first["name"],
        operator_id=first["operator_id"],
        language=first["language"],
        currency=first["currency"],
        timezone=first["timezone"],
        region=first["region"],
    )
