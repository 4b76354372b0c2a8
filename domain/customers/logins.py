"""Passwords of customers who log in at a hotspot: ours to draw, since we make their accounts."""

from __future__ import annotations

import secrets

from domain import vault
from domain.customers.models import Customer

_LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"  # none that is taken for another
_LENGTH = 6
_PASSWORD = "password"  # noqa: S105 - what it is called in what is sealed


async def give(customer_id: int) -> None:
    """Draw a password for a customer who has none; one that they have stays."""
    drawn = "".join(secrets.choice(_LETTERS) for _ in range(_LENGTH))
    await keep(customer_id, drawn)


async def keep(customer_id: int, password: str) -> None:
    """The customer's password is this one, unless they have one."""
    sealed = vault.the().seal({_PASSWORD: password})
    await Customer.filter(id=customer_id, password=None).update(password=sealed)


def opened(sealed: str) -> str:
    """The password that was sealed."""
    return vault.the().open(sealed)[_PASSWORD]
