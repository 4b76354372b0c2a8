"""Whether a payment gateway serves us: staff hear of it when it stops, and when it does again."""

from __future__ import annotations

from domain.accounts import gateways
from domain.accounts.models import Gateway
from domain.payments import queries, rules

_OURS = frozenset({"auth", "config"})


async def tell(gateway: Gateway, reason: str) -> None:
    """The gateway would not have us, for a reason that somebody has to mend."""
    if reason in _OURS:
        await gateways.troubled(gateway.id, reason)


async def not_begun(gateway: Gateway, reason: str) -> None:
    """A customer could not begin to pay; when none of the last ones could, that is trouble too."""
    await tell(gateway, reason)
    if await queries.attempts.not_begun(gateway.id, rules.FAILURES) >= rules.FAILURES:
        await gateways.troubled(gateway.id, "no-answer")


async def serves(gateway: Gateway) -> None:
    """The gateway has answered."""
    if gateway.troubled_since is not None:
        await gateways.well(gateway.id)
