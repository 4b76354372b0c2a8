"""The language in which a customer is spoken to, as they choose it themselves."""

from __future__ import annotations

from collections.abc import Sequence

from domain import db, events
from domain.customers import queries
from domain.events import CustomersChanged
from domain.staff import audit
from domain.staff.rights import SYSTEM


async def speak(customer_ids: Sequence[int], language: str) -> int:
    """Speak to these in the language from now on, in messages too; for how many that is news."""
    async with db.transaction():
        before = await queries.of_other_language(customer_ids, language)
        for row in before:
            await queries.give_language(row.id, language)
            await audit.note(
                SYSTEM, "customer.change", "customer", row.id,
                operator_id=row.operator_id,
                before={"language": row.language}, after={"language": language},
            )  # fmt: skip
        if before:
            await events.publish(CustomersChanged(tuple(row.id for row in before)))
    return len(before)
