"""Who wants nothing that goes to many: STOP and its local words, in what customers write.

Receipts, bills and warnings still go.
"""

from __future__ import annotations

from collections.abc import Sequence

from domain import clock, db, events
from domain.events import CustomerChanged
from domain.fields import to_ms
from domain.messaging import outbox, stopwords
from domain.messaging.states import Channel
from domain.ports import Inbound, Report, Texts
from domain.staff import audit
from domain.staff.models import Gateway
from domain.staff.rights import SYSTEM


async def heed(gateway: Gateway, words: Sequence[Report | Inbound], texts: Texts) -> None:
    """Do as customers ask who say that they want no more, or want it again."""
    for word in words:
        if not isinstance(word, Inbound):
            continue
        wanted, channel = _wanted(word, texts), Channel(gateway.kind)
        if wanted is None or not await _is_news(channel, word):
            continue
        if not wanted and not word.is_written:
            await decline(channel, word.sender)
        else:
            await change(word.sender, wanted=wanted, by=channel)


def _wanted(word: Inbound, texts: Texts) -> bool | None:
    """What the provider has understood, else what the whole text says; None for anything else."""
    return stopwords.wanted(word.text, texts) if word.wants is None else word.wants


async def _is_news(channel: Channel, word: Inbound) -> bool:
    """Whether nothing newer was heard from the number: what is told again later counts no more."""
    if word.at is None:
        return True
    newer = await db.value(
        "SELECT 1 AS one FROM reach WHERE channel = $1 AND address = $2 AND heard_at > $3",
        channel.value,
        word.sender,
        to_ms(word.at),
    )
    return newer is None


async def change(address: str, *, wanted: bool, by: Channel | None = None) -> int:
    """Write down what the customers with this number want, and tell one of them; how many."""
    now = to_ms(clock.now())
    async with db.transaction():
        if wanted:
            await db.run("UPDATE reach SET declined_at = NULL WHERE address = $1", address)
        changed = await db.rows(
            "UPDATE customer SET opted_out_at = $1 WHERE (mobile = $2 OR whatsapp = $2)"
            f" AND opted_out_at IS {'NOT NULL' if wanted else 'NULL'} RETURNING id, operator_id",
            None if wanted else now,
            address,
        )
        for row in changed:
            await audit.note(
                SYSTEM, "customer.opt_in" if wanted else "customer.opt_out", "customer", row["id"],
                operator_id=row["operator_id"],
            )  # fmt: skip
            await events.publish(CustomerChanged(row["id"]))
        # Carriers answer STOP themselves and take nothing more from us.
        if changed and by is Channel.WHATSAPP:
            event = "opted-in" if wanted else "opted-out"
            dedupe = f"{event}:{changed[0]['id']}:{now}"
            draft = outbox.Draft(dedupe, event, changed[0]["id"], changed[0]["operator_id"])
            await outbox.put(draft, priority=outbox.RECEIPT, channels=by.value)
    return len(changed)


async def decline(channel: Channel, address: str) -> None:
    """Nothing that goes to many is wanted on this channel: what must be told is still told."""
    await db.run(
        "INSERT INTO reach (channel, address, declined_at) VALUES ($1, $2, $3)"
        " ON CONFLICT (channel, address) DO UPDATE SET declined_at = excluded.declined_at",
        channel.value,
        address,
        to_ms(clock.now()),
    )
