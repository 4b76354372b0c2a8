"""Processing what providers told us: as often as needed, and never one for another."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable

from domain import clock, db, inbox, wakes
from domain.accounts import gateways
from domain.errors import Busy, DomainError, Outside
from domain.inbox import Inbox
from domain.incidents import incidents
from domain.messaging import heard, optout, reports
from domain.payments import attempts
from domain.ports import Ports
from scheduler.workers import keep_doing

log = logging.getLogger(__name__)

# For how many seconds a request is claimed: what was paid is asked of the gateway meanwhile; what
# was said is only written down, and holds up what the same people say after it.
KINDS = {"payment": 60, "whatsapp": 15, "sms": 15, "email": 15}
READERS = 4  # a provider that does not answer holds up one of them only
AT_ONCE = 10
# After so many tries, some two minutes, a report of a message that we do not know is somebody
# else's: the same number serves other programs too.
STRANGER_TRIES = 7


async def work(ports: Ports) -> int:
    """Process what is due; how many there were."""
    waiting = await inbox.due(clock.now(), KINDS, AT_ONCE)
    await asyncio.gather(*(_process(item, ports) for item in waiting))
    return len(waiting)


async def _process(item: Inbox, ports: Ports) -> None:
    try:
        await _apply(item, ports)
    except Busy as why:
        if why.reason == reports.UNKNOWN_DELIVERY and item.tries >= STRANGER_TRIES:
            log.info("report-of-a-stranger id=%s gateway=%s", item.id, item.gateway)
            await inbox.done(item)
        else:
            await _put_off(item, str(why))
    except (Outside, DomainError) as why:
        await _put_off(item, str(why))
    except Exception as why:
        log.exception("inbox-failed id=%s gateway=%s", item.id, item.gateway)
        await _put_off(item, f"{type(why).__name__}: {why}")


async def _apply(item: Inbox, ports: Ports) -> None:
    gateway = await gateways.find(item.gateway)
    if gateway is None or gateway.kind != item.kind:
        raise DomainError(what="gateway", given=item.gateway)
    hook = inbox.hook_of(item)
    if item.kind == "payment":
        await attempts.heard(gateway, hook, ports)
        await inbox.done(item)
        return
    told = ports.message_gateway(gateways.account(gateway, ports.vault)).parse(hook)
    said = heard.to_answer(gateway, told, ports.texts)
    await optout.heed(gateway, told, ports.texts)
    try:
        await reports.apply(gateway, told)
    except Busy:  # who spoke does not wait for what is told of others
        await heard.keep(gateway, said, item.id, item.received_at)
        raise
    if not said:
        await inbox.done(item)
        return
    async with db.transaction():
        await heard.keep(gateway, said, item.id, item.received_at)
        await inbox.done(item)


async def _put_off(item: Inbox, error: str) -> None:
    async with db.transaction():  # what is given up is told: both, or neither
        if await inbox.put_off(item, clock.now(), error):
            return
        gateway = await gateways.find(item.gateway)
        await incidents.open_(
            "inbox-given-up",
            item.gateway,
            gateway.operator_id if gateway else None,
            {"gateway": item.gateway, "id": item.id},
        )
    log.error("inbox-given-up id=%s gateway=%s error=%s", item.id, item.gateway, error)


def start_readers(holder: str, ports: Ports, stop: asyncio.Event) -> None:
    """Start the loops that process what is stored."""
    for number in range(READERS):
        name = f"inbox {holder}/{number}"

        async def loop(
            name: str = name, step: Callable[[], Awaitable[int]] = lambda: work(ports)
        ) -> None:
            await keep_doing(name, step, stop, wake=wakes.INBOX)

        ports.spawn(name, loop)
