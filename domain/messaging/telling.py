"""Whether and by which channels an operator tells an event: its own setting, else one above it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from domain import db
from domain.errors import InvalidValue
from domain.messaging import notices, queries, rules
from domain.messaging.models import EventSetting
from domain.messaging.states import SENDING, Channel
from domain.messaging.variables import About
from domain.staff import audit, operators
from domain.staff.rights import Actor

CHANGES = "gateway.manage"
_DIGITS = 4


async def is_enabled(event: str, operator_id: int) -> bool:
    """Whether the operator sends this event; without a setting it does."""
    if not notices.of(event).is_optional:
        return True
    return await queries.settings.is_enabled(event, operator_id)


async def orders(above: Mapping[int, Sequence[int]]) -> dict[tuple[int, str], str]:
    """The orders of channels that hold for operators, by operator and event; see
    `operators.above`."""
    owners = {owner for path in above.values() for owner in path}
    if not owners:
        return {}
    found = await queries.settings.orders(owners)
    return {
        (operator_id, row.event): row.channels
        for operator_id, path in above.items()
        for owner in path  # the nearest is the last, and stays
        for row in found
        if row.operator_id == owner
    }


@dataclass(frozen=True, slots=True)
class Telling:
    """How an event is told, by the operator's `own` setting, or as those above it have it."""

    event: str
    enabled: bool
    channels: tuple[Channel, ...]  # in their order
    own: bool


async def listed(actor: Actor) -> list[Telling]:
    """How the actor's operator tells each event."""
    actor.require(CHANGES)
    operator = await operators.within(actor, None)
    rows = {row.event: row for row in await queries.settings.nearest(operator.id)}
    return [_telling(key, rows.get(key), operator.id) for key in notices.WORDED]


def _telling(event: str, row: queries.settings.Nearest | None, operator_id: int) -> Telling:
    notice = notices.of(event)
    named = rules.channel_order(row.channels if row else "", notice.channels)
    on = row is None or bool(row.enabled) or not notice.is_optional
    return Telling(event, on, named, row is not None and row.operator_id == operator_id)


async def get(actor: Actor, event: str) -> Telling:
    """How the actor's operator tells the event; raises `InvalidValue` for none."""
    known_event(event)
    return next(one for one in await listed(actor) if one.event == event)


async def switch(actor: Actor, event: str, *, on: bool) -> Telling:
    """Tell the event from now on, or no more; by the channels as before."""
    now = await get(actor, event)
    await save(actor, event, enabled=on, channels=now.channels)
    return await get(actor, event)


async def send_by(actor: Actor, event: str, channels: Sequence[str]) -> Telling:
    """Tell the event by these channels, in their order, if it is told."""
    now = await get(actor, event)
    await save(actor, event, enabled=now.enabled, channels=channels)
    return await get(actor, event)


async def save(
    actor: Actor,
    event: str,
    *,
    operator_code: str | None = None,
    enabled: bool = True,
    channels: Sequence[str] = (),
) -> tuple[EventSetting, bool]:
    """Set how an event is told by the operator and all under it; whether anything changed.

    Raises `InvalidValue` with the nearest known for an unknown event or channel, and for one that
    nobody may switch off.
    """
    actor.require(CHANGES)
    known_event(event)
    if not enabled and not notices.of(event).is_optional:
        raise InvalidValue(field="enabled", given="false", example="true")
    named = [known_channel(channel) for channel in channels]
    operator = await operators.within(actor, operator_code)
    wanted = {"enabled": enabled, "channels": ",".join(named)}
    async with db.transaction():
        row = await EventSetting.get_or_none(operator_id=operator.id, event=event)
        before = {name: getattr(row, name) for name in wanted} if row else None
        if row is not None and before == wanted:
            return row, False
        row = row or EventSetting(operator_id=operator.id, event=event)
        await row.update_from_dict(wanted).save()
        told = audit.difference(before, wanted)
        await audit.note(actor, "event.save", "event", row.id, operator_id=operator.id, **told)
    return row, True


def known_words(event: str) -> None:
    """Raise `InvalidValue` with the nearest for what has no words: it is no event, nor one of a
    step (`due-reminder:-5`)."""
    key, step, days = event.partition(notices.STEP)
    known_event(key)
    if step and (About.DAYS not in notices.of(key).about or not _is_whole(days)):
        raise InvalidValue(field="event", given=event, example=key)


def _is_whole(days: str) -> bool:
    digits = days.removeprefix("-")
    plain = digits.isascii() and digits.isdecimal() and len(digits) <= _DIGITS
    return plain and str(int(days)) == days


def known_event(event: str) -> None:
    """Raise `InvalidValue` with the nearest for an event that does not exist."""
    if event not in notices.WORDED:
        nearest = rules.nearest(event, notices.WORDED)
        raise InvalidValue(field="event", given=event, example=nearest)


def known_channel(name: str) -> Channel:
    """The channel of that name; raises `InvalidValue` with the nearest."""
    if name not in SENDING:
        nearest = rules.nearest(name, sorted(SENDING))
        raise InvalidValue(field="channel", given=name, example=nearest)
    return Channel(name)
