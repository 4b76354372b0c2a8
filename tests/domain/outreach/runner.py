"""A process that fills broadcasts and sends them, until it is killed or everything is sent.

`python -m tests.domain.outreach.runner DATABASE PROVIDER MINUTES`: whom the provider was given a
message for is a line of the file PROVIDER; the clock stands MINUTES after the tests' moment.
"""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from domain import clock, db, events, reactions, vault
from domain.messaging import dispatcher
from domain.messaging.models import Message
from domain.messaging.states import MessageStatus
from domain.outreach import facts, queries, sending
from domain.outreach import rules as outreach_rules
from domain.outreach.models import Broadcast
from domain.outreach.states import BroadcastStatus
from domain.ports import Account, Handed, Health, Hook, Inbound, Outgoing, Ports, Report
from tests.cast import NOW
from tests.paces import Chance
from tests.sealing import VAULT
from tests.texts import TEXTS

IN_FLIGHT = 20
missing: Any = None


class Provider:
    """Writes down whom it was given a message for, then takes a moment to answer."""

    def __init__(self, path: str) -> None:
        self._file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND)

    async def send(self, message: Outgoing) -> Handed:
        os.write(self._file, f"{message.to}\n".encode())
        await asyncio.sleep(0.003)
        return Handed(f"p{message.ref}")

    async def check(self) -> Health:
        return Health(ok=True, key="health-ok")

    def authentic(self, hook: Hook) -> bool:
        return True

    def greet(self, hook: Hook) -> str | None:
        return None

    def parse(self, hook: Hook) -> Sequence[Report | Inbound]:
        return []


def ports(provider: Provider) -> Ports:
    def gateway(account: Account) -> Provider:
        return provider

    return Ports(
        texts=TEXTS,
        papers=missing,
        lists=missing,
        tables=missing,
        vault=VAULT,
        message_gateway=gateway,
        payment_gateway=missing,
        pay_choice=missing,
        access=missing,
        spawn=missing,
        public_url="https://pay.example",
    )


async def all_is_sent() -> bool:
    running = await Broadcast.filter(status=BroadcastStatus.RUNNING).exists()
    waiting = (MessageStatus.READY, MessageStatus.LEASED)
    return not running and not await Message.filter(status__in=waiting).exists()


async def main(url: str, path: str, minutes: int) -> None:
    now = NOW + timedelta(minutes=minutes)
    clock.use(lambda: now)
    sending.FILLING, outreach_rules.AHEAD = Chance(os.getpid(), 14), 30
    vault.use(VAULT)
    events.listen(reactions.MAP)
    await db.open_database(url)
    outside = ports(Provider(path))
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    while not await all_is_sent():
        await sending.tick()
        await dispatcher.recover()
        await dispatcher.work(
            f"process {os.getpid()}",
            facts.gather,
            outside,
            allowed=queries.sending.allowed(outside),
            limit=IN_FLIGHT,
        )
    await db.close_database()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], sys.argv[2], int(sys.argv[3])))
