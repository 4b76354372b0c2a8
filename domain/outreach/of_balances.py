"""What customers are told of a prepaid balance that runs out."""

from __future__ import annotations

from collections.abc import Sequence

from domain.billing import balances
from domain.events import BalanceLow
from domain.messaging import notices, outbox
from domain.payments import links


async def tell_low(event: BalanceLow) -> None:
    """Tell whose balance runs out."""
    await low(event.customer_ids)


async def low(customer_ids: Sequence[int]) -> int:
    """Tell them until when it lasts, once for each such instant; how many messages.

    It goes whatever the operator has switched off: nobody is stopped without a word.
    """
    rows = [each.row for each in await balances.of_many(customer_ids)]
    made = await links.make_many(
        [(row.customer_id, row.operator_id) for row in rows], staff_id=None
    )
    return await outbox.put_many(
        [
            outbox.Draft(
                dedupe=f"balance-low:{row.customer_id}:{row.warned_of}",
                event=notices.BALANCE_LOW.key,
                customer_id=row.customer_id,
                operator_id=row.operator_id,
                about={"until": row.warned_of, **_link(made.get(row.customer_id))},
            )
            for row in rows
        ]
    )


def _link(link_id: int | None) -> dict[str, object]:
    return {"link": link_id} if link_id else {}
