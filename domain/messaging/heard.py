"""What customers say to us: kept once, given out in order for each of them, one at a time.

Who said something is known by one name, the number where it is known: so that the order holds for
a person and not for a name.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from domain import batches, clock, db, wakes
from domain.accounts import gateways
from domain.accounts.models import Gateway
from domain.fields import from_ms, to_json, to_ms
from domain.incidents import incidents
from domain.messaging import identities, optout, queries, replies
from domain.messaging.models import Heard
from domain.messaging.states import Channel, HeardStatus
from domain.ports import Answer, Inbound, Media, Place, Spoken, Texts, Word

GIVE_UP_AFTER = 6
CLAIM_MS = 60_000
TALKED_ON = frozenset({Channel.WHATSAPP})  # where customers are answered
_LONGEST_PAUSE = timedelta(minutes=10)
_KEPT = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Claimed:
    """Something to answer, which is ours for a while."""

    spoken: Spoken
    tries: int
    inbox_id: int


def to_answer(gateway: Gateway, words: Sequence[Word], texts: Texts) -> list[Inbound]:
    """Those that somebody wrote to us, but not who wants news or none: that is heeded already."""
    if gateway.kind not in TALKED_ON:
        return []
    return [
        word
        for word in words
        if isinstance(word, Inbound)
        and word.is_written
        and word.provider_id
        and (word.text or word.choice or word.media or word.place)
        and optout.wanted(word, texts) is None
    ]


async def keep(gateway: Gateway, said: Sequence[Inbound], inbox_id: int, came: datetime) -> None:
    """Keep what was said, in the caller's transaction; what is known already is passed over."""
    if not said:
        return
    people = {word.sender for word in said if not identities.is_phone(word.sender)}
    known = await identities.known(Channel(gateway.kind), people)
    fresh = []
    for word in said:
        row = known.get(word.sender)
        sender = row.phone if row is not None and row.phone else word.sender
        at = to_ms(word.at or came)
        fresh.append(queries.heard.Fresh(word.provider_id, sender, _written(word), at))
    await queries.heard.insert(gateway.name, inbox_id, fresh)
    db.after_commit(lambda: wakes.wake(wakes.HEARD))


def _written(word: Inbound) -> str:
    return to_json(
        {
            "text": word.text,
            "choice": word.choice,
            "reply_to": word.reply_to,
            "media": asdict(word.media) if word.media else None,
            "place": asdict(word.place) if word.place else None,
        }
    )


def _read(row: queries.heard.Claimed) -> Spoken:
    said = json.loads(row.said)
    word = Inbound(
        provider_id=row.provider_id,
        sender=row.sender,
        text=said["text"],
        choice=said["choice"],
        at=from_ms(row.at),
        reply_to=said["reply_to"],
        media=Media(**said["media"]) if said["media"] else None,
        place=Place(**said["place"]) if said["place"] else None,
    )
    return Spoken(row.id, row.app, row.gateway, row.sender, word)


async def is_any_due() -> bool:
    """Whether somebody may be answered now: a look that keeps nobody from writing."""
    return await queries.heard.is_any_due(_bounds(to_ms(clock.now())))


async def claim(limit: int) -> list[Claimed]:
    """Take what is next, of each person one thing; nobody else gets more of theirs meanwhile.

    A claim runs out. Who claims is alone for that moment, so that no two take of one person.
    """
    now = to_ms(clock.now())
    async with db.transaction():
        await db.lock("heard")
        taken = await queries.heard.claim(_bounds(now), until=now + CLAIM_MS, limit=limit)
    return [Claimed(_read(row), row.tries, row.inbox_id) for row in taken]


def _bounds(now: int) -> tuple[int, int]:
    """Now, and the latest that anything is put off: later was before the clock was set back."""
    return now, now + _LONGEST_PAUSE // timedelta(milliseconds=1)


async def waits_for_others() -> bool:
    """Whether something is due but for requests that came before and are being looked at."""
    return await queries.heard.waits_for_others(_bounds(to_ms(clock.now())))


async def answered(one: Claimed, answer: Answer | None) -> bool:
    """It is done, and what is answered is in the outbox: both, or neither; False where the claim
    has run out meanwhile and it is another's."""
    async with db.transaction():
        done = await _mine(one).update(status=HeardStatus.DONE, error="")
        # What is not sent is not on show either: a number goes on to mean what it did.
        sent = done and answer is not None and await replies.put(one.spoken, answer)
        if sent and answer is not None and answer.remember is not None:
            await answer.remember()
    return bool(done)


def _mine(one: Claimed) -> Any:
    return Heard.filter(id=one.spoken.id, status=HeardStatus.NEW, tries=one.tries)


async def put_off(one: Claimed, error: str) -> bool:
    """Try again later, with growing pauses; False when it is given up, which staff are told."""
    pause = min(timedelta(seconds=2**one.tries), _LONGEST_PAUSE)
    async with db.transaction():
        if one.tries < GIVE_UP_AFTER:
            await _mine(one).update(due_ms=to_ms(clock.now() + pause), error=error[:200])
            return True
        if await _mine(one).update(status=HeardStatus.FAILED, error=error[:200]):
            name = one.spoken.gateway
            gateway = await gateways.find(name)
            operator_id = gateway.operator_id if gateway else None
            told = {"gateway": name, "id": one.inbox_id}
            await incidents.open_("inbox-given-up", name, operator_id, told)
            db.after_commit(lambda: wakes.wake(wakes.HEARD))
    return False


async def tidy(now: datetime) -> None:
    """Forget what was answered long ago."""
    await batches.delete(Heard.filter(status=HeardStatus.DONE, at__lt=now - _KEPT))
