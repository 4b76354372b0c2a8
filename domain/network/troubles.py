"""What NOC must hear of a router that answers and can't be worked with: once, and when over."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from domain.errors import Refused
from domain.incidents import incidents
from domain.network import queries
from domain.network.models import Router
from domain.ports.access import FOREIGN

PROFILES = "profile-missing"
REFUSALS = "router-refuses"
_NAMES = 12
_NOBODY: Mapping[str, str] = {}
_REFUSED = "refused: "  # how the error of a service begins whose change the router refused


def refusal(error: Refused) -> str:
    """A refused change as its service keeps it."""
    return f"{_REFUSED}{error.reason} {error.detail}".strip()


async def review(router: Router, lacking: Sequence[str], errors: Mapping[int, str]) -> None:
    """Open and close what a pass has found: rates that are lacking there, changes refused.

    `errors` are the pass's own by customer; what services keep from earlier ones counts too.
    """
    await _told(router, PROFILES, {"profiles": [*lacking]} if lacking else None)
    refused = await _kept(router.id) | {
        customer: error for customer, error in errors.items() if error.startswith(_REFUSED)
    }
    if lacking or not refused:
        # Without its profile nothing else is to be expected of the router.
        await _told(router, REFUSALS, None)
        return
    reason = min(refused.values()).removeprefix(_REFUSED)
    await _told(router, REFUSALS, {"customers": len(refused), "reason": reason})


async def tell_foreign(
    router: Router, found: Mapping[str, str] = _NOBODY, *, whole: bool = False
) -> None:
    """Tell whom entries that are not ours hold although they should be online, and which.

    `found` are entries by the customer's name on the router; a look at the `whole` router knows
    also when it is over.
    """
    held = dict(found) if whole else await _waiting_for_others(router.id)
    if not held and not whole:
        return
    facts = {
        "held": len(held),
        "names": sorted(held)[:_NAMES],
        "entries": sorted(set(held.values()))[:_NAMES],
    }
    await _told(router, FOREIGN, facts if held else None)


async def _waiting_for_others(router_id: int) -> dict[str, str]:
    rows = await queries.routers.waiting(router_id, FOREIGN)
    return {row.username or row.ip: row.error.partition(": ")[2] for row in rows}


async def _kept(router_id: int) -> dict[int, str]:
    return {
        row.customer_id: row.error for row in await queries.routers.waiting(router_id, _REFUSED)
    }


async def _told(router: Router, kind: str, facts: dict[str, Any] | None) -> None:
    subject = incidents.of_router(router.id)
    if facts is None:
        await incidents.close(kind, subject)
        return
    await incidents.open_(kind, subject, router.operator_id, {"router": router.name, **facts})
