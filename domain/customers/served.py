"""What serves a customer by what they bought: its package, and the last day of it."""

from __future__ import annotations

from datetime import date

from domain.customers.models import Customer


async def with_package(customer_id: int, package_id: int) -> None:
    """They are served with this package from now on."""
    await Customer.filter(id=customer_id).update(package_id=package_id)


async def until(customer_id: int, on: date | None) -> None:
    """The last day of what they bought; none where nobody knows it yet."""
    await Customer.filter(id=customer_id).update(expires_on=on)
