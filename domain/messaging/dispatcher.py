"""Sending what the outbox holds: claim, write down the try, hand over, record.

A try is on record before the provider is called, but only once all that can be made before it is
made: its paper as well. If the process dies in between, nobody can say whether it was sent: it is
`unknown`, and only a person sends it again.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta

from domain import clock, db, jobs
from domain.errors import Busy, Refused
from domain.fields import to_ms
from domain.messaging import handing, notices, outbox, pacing, queries, recording, rules
from domain.messaging.choosing import choose
from domain.messaging.content import Allowed, Choice, Claimed, Facts, Gather, Try, Wait
from domain.messaging.models import Delivery, Message
from domain.messaging.recording import Recorder
from domain.messaging.states import DeliveryStatus, MessageStatus
from domain.ports import Ports, Trouble

log = logging.getLogger(__name__)

# Longer than a message may wait for its turn, its paper and its answer: what is under way is nobody
# else's. An answer that comes later still tells what became of it.
LEASE_MS = 90_000
_NEW_MS = 10_000  # for so long after it was given, a lease need not be renewed
_SKEW_MS = 60_000  # by which the clocks of two machines may differ
UNWANTED = {"not-wanted", "empty-text", "gap-in-text", Trouble.MARKETING_DECLINED}
IN_FLIGHT = 100  # a batch, all of which is under way at once


_MS = timedelta(milliseconds=1)


async def claim(holder: str, limit: int, *, allowed: Allowed | None = None) -> list[Claimed]:
    """Take what is due and may go, the urgent first; nobody else gets it until the lease runs
    out."""
    now = to_ms(clock.now())
    may_go, values = _may_go(allowed, now, place=4)
    taken = await queries.sending.claim(
        holder, may_go, values, until=now + LEASE_MS, now=now, limit=limit
    )
    claimed = [Claimed(**{**row._asdict(), "about": json.loads(row.about)}) for row in taken]
    return sorted(claimed, key=lambda one: (one.priority, one.id))


def _may_go(allowed: Allowed | None, now: int, *, place: int) -> tuple[str, list[int]]:
    """The condition on what may go, and its value, which stands at this place."""
    if allowed is None:
        return "", []
    return f" AND {allowed.condition.format(at=f'${place}')}", [now - allowed.long_ago // _MS]


async def recover(process: str = "") -> int:
    """Take back what a dead process had claimed: unknown if it was being handed over.

    A lease longer than any that is given was given before the clock was set back. `process` is
    the caller's, which is alive.
    """
    now = to_ms(clock.now())
    dead = await _dead_holders(process)
    async with db.transaction():
        lost = await queries.sending.lost(dead, now=now, latest=now + LEASE_MS + _SKEW_MS)
        for message_id in lost:
            message = await Message.get(id=message_id)
            handed = await Delivery.filter(
                message_id=message.id, status=DeliveryStatus.HANDED, closed=False
            ).update(status=DeliveryStatus.UNKNOWN)
            if handed:
                await outbox.move([message.id], MessageStatus.UNKNOWN, error="interrupted")
            else:  # not tried at all
                await db.advance(
                    message, MessageStatus.READY, of=[MessageStatus.LEASED], tries=message.tries - 1
                )
    return len(lost)


async def _dead_holders(process: str) -> list[str]:
    holders = await queries.sending.holders()
    dead = await jobs.gone(clock.now(), but=process) if holders else []
    return [holder for holder in holders if holder.rpartition("/")[0] in dead]


async def work(
    holder: str, gather: Gather, ports: Ports, *, allowed: Allowed | None, limit: int = IN_FLIGHT
) -> int:
    """Send one batch; how many messages were taken up."""
    messages = await claim(holder, limit, allowed=allowed)
    if not messages:
        return 0
    chosen = await _chosen(messages, gather, ports)
    near = [message for message in messages if message.id in chosen]
    turns = await pacing.reserve(chosen)
    await _put_off(near, turns.later)
    await _Batch(holder, allowed, {one.id: one for one in near}, chosen, turns, ports).send()
    return len(messages)


async def _chosen(messages: Sequence[Claimed], gather: Gather, ports: Ports) -> dict[int, Choice]:
    """The tries to make; a message that spoils the batch is found by halving it, and put off."""
    try:
        facts = await gather(messages, ports)
        awake = await _put_off(messages, {one.id: _morning(one, facts) for one in messages})
        choices = await choose(awake, facts, ports)
        waits = {one: each.until_ms for one, each in choices.items() if isinstance(each, Wait)}
        await _put_off([one for one in awake if one.id in waits], waits)
        return await _drop_hopeless(choices)
    except Exception as why:
        await db.is_alive()  # raises where no message is to blame
        if len(messages) == 1:
            log.exception("message-spoils-its-batch message=%s", messages[0].id)
            await recording.spoiled(messages[0], type(why).__name__)
            return {}
        middle = len(messages) // 2
        return {
            **await _chosen(messages[:middle], gather, ports),
            **await _chosen(messages[middle:], gather, ports),
        }


class _Batch:
    """Messages that have their turns soon, handed over in waves.

    What still waits for its turn is not on record as tried: whoever dies meanwhile leaves it to
    the others, and a broadcast that is paused takes it back.
    """

    def __init__(
        self,
        holder: str,
        allowed: Allowed | None,
        messages: Mapping[int, Claimed],
        choices: Mapping[int, Choice],
        turns: pacing.Turns,
        ports: Ports,
    ) -> None:
        self._holder, self._allowed = holder, allowed
        self._messages = messages
        self._choices = choices
        self._turns = turns
        self._adapters = handing.Adapters(ports)
        self._pace = pacing.Pace(turns)
        self._recorder = Recorder(len(turns.now))

    async def send(self) -> None:
        """All of them; what could not be written is raised at the end."""
        parts = (self._part(ids) for wave in self._turns.waves() for ids in self._parts(wave))
        _raise_first(await asyncio.gather(self._recorder.run(), *parts, return_exceptions=True))

    def _parts(self, wave: Sequence[int]) -> list[Sequence[int]]:
        """What goes on record together: nobody waits for the paper of another."""
        bare = [one for one in wave if self._choices[one].document is None]
        papers = [[one] for one in wave if self._choices[one].document is not None]
        return [bare, *papers] if bare else [*papers]

    async def _part(self, ids: Sequence[int]) -> None:
        tries: list[Try] = []
        ready: dict[int, handing.Prepared] = {}
        try:
            for one in ids:
                made = await self._adapters.prepare(self._messages[one], self._choices[one])
                if isinstance(made, handing.Prepared):
                    ready[one] = made
                else:
                    await self._give_up(one, made)
            await pacing.until(self._turns.now[ids[0]])
            tries = await self._write_down(ready)
        finally:
            for _ in range(len(ids) - len(tries)):
                self._recorder.ended(None)
        handed = (self._hand_over(one, ready[one.message.id]) for one in tries)
        _raise_first(await asyncio.gather(*handed, return_exceptions=True))

    async def _give_up(self, message_id: int, why: Refused | Busy) -> None:
        """A try that could not be made goes on record together with its end."""
        async with db.transaction():
            for one in await self._write_down([message_id]):
                await handing.turned_down(one, why)

    async def _write_down(self, ids: Iterable[int]) -> list[Try]:
        wave = [(self._messages[one], self._choices[one]) for one in ids]
        return await _write_down(self._holder, wave, self._allowed) if wave else []

    async def _hand_over(self, one: Try, ready: handing.Prepared) -> None:
        taken = None
        try:
            await self._pace.turn(one.message.id, one.choice.gateway)
            taken = await handing.hand_over(one, ready)
        finally:
            self._recorder.ended(taken)


def _raise_first(ended: Sequence[object]) -> None:
    for failure in ended:
        if isinstance(failure, BaseException):
            raise failure


def _morning(message: Claimed, facts: Mapping[int, Facts]) -> int | None:
    """When the quiet hours are over that the message has to wait for."""
    one = facts.get(message.id)
    if one is None or one.quiet_hours is None or message.priority <= notices.URGENT:
        return None
    morning = rules.morning_after(clock.now(), one.timezone, *one.quiet_hours)
    return to_ms(morning) if morning else None


async def _put_off(messages: Sequence[Claimed], until: Mapping[int, int | None]) -> list[Claimed]:
    """Give back what has to wait, as if it had not been claimed; the others."""
    waiting: dict[int, list[int]] = defaultdict(list)
    near = []
    for message in messages:
        due_ms = until.get(message.id)
        if due_ms is None:
            near.append(message)
        else:
            waiting[due_ms].append(message.id)
    for due_ms, ids in waiting.items():
        await queries.sending.put_off(messages[0].holder, ids, due_ms)
    return near


async def _drop_hopeless(choices: Mapping[int, Choice | Wait | str]) -> dict[int, Choice]:
    """Drop what can't or need not be sent; the choices for the rest."""
    chosen: dict[int, Choice] = {}
    hopeless: dict[str, list[int]] = defaultdict(list)
    for message_id, choice in choices.items():
        if isinstance(choice, str):
            hopeless[choice].append(message_id)
        elif isinstance(choice, Choice):
            chosen[message_id] = choice
    if hopeless:
        async with db.transaction():
            for reason, ids in hopeless.items():
                to = MessageStatus.DROPPED if reason in UNWANTED else MessageStatus.FAILED
                await outbox.move(ids, to, error=reason)
    return chosen


async def _write_down(
    holder: str, wave: Sequence[tuple[Claimed, Choice]], allowed: Allowed | None
) -> list[Try]:
    """Record each try before it is made, of those that are still ours to send."""
    now = to_ms(clock.now())
    async with db.transaction():
        ours = await _still_ours(holder, wave, allowed)
        written = await _deliveries(
            {message.id: choice for message, choice in wave if message.id in ours}
        )
    return [
        Try(message, written[message.id], choice, now)
        for message, choice in wave
        if message.id in written
    ]


async def _still_ours(
    holder: str, wave: Sequence[tuple[Claimed, Choice]], allowed: Allowed | None
) -> set[int]:
    """Those that nobody took from us while they waited. Given back is what is held by now, what
    would go to a provider that wants to hear nothing for a while, and what was looked at so long
    ago that its lease has run out: it may be quiet hours by now, or all be paid."""
    ids = [message.id for message, _ in wave]
    now = to_ms(clock.now())
    until = now + LEASE_MS
    may_go, values = _may_go(allowed, now, place=len(ids) + 3)
    found = await queries.sending.still_ours(holder, ids, may_go, values, now)
    ours = {row.id for row in found}
    if found and found[0].paused_us > now * 1000:
        ours -= await _hold_back([each for each in wave if each[0].id in ours])
    if old := [
        row.id for row in found if row.id in ours and not 0 <= until - row.locked_ms <= _NEW_MS
    ]:
        await queries.sending.renew(old, until)
    if lost := [one for one in ids if one not in ours]:
        await queries.sending.release(holder, lost)
    return ours


async def _hold_back(wave: Sequence[tuple[Claimed, Choice]]) -> set[int]:
    """Give back what has to wait until its gateway may be called again; which."""
    silent = await pacing.paused({choice.gateway.id for _, choice in wave})
    until = {message.id: silent.get(choice.gateway.id) for message, choice in wave}
    near = {one.id for one in await _put_off([message for message, _ in wave], until)}
    return {message.id for message, _ in wave} - near


async def _deliveries(chosen: Mapping[int, Choice]) -> dict[int, int]:
    """The ids of the tries, by message."""
    if not chosen:
        return {}
    tries = (
        queries.sending.Fresh(
            message_id,
            choice.channel.value,
            choice.gateway.id,
            choice.to,
            choice.kept_text,
            choice.segments,
            choice.segments * choice.price_minor,
        )
        for message_id, choice in chosen.items()
    )
    made = await queries.sending.write_down(tries, to_ms(clock.now()))
    return {row.message_id: row.id for row in made}
