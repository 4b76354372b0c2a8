"""What staff are told of changes of package that were planned and did not come."""

from __future__ import annotations

from domain.billing.models import PackageChange
from domain.chat import cards
from domain.chat.models import Purpose
from domain.events import ChangeGivenUp


async def tell_given_up(event: ChangeGivenUp) -> None:
    """Whoever bills hears that the customer keeps the package, and may choose another."""
    change = await PackageChange.get(id=event.change_id)
    await cards.raise_to_group(
        Purpose.REPORTS,
        change.operator_id,
        key=f"change-given-up:{change.id}",
        screen="package.given-up",
        args={"change_id": change.id},
        subject=f"customer:{event.customer_id}",
        right="bill.run",
    )
    await cards.refresh(f"customer:{event.customer_id}")
