"""Cards: screens in chats that are kept true, shown by exactly one of several processes."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from tortoise.expressions import Q

from domain import clock, db, tables, wakes
from domain.chat import groups, queries
from domain.chat.addresses import TELEGRAM
from domain.chat.models import Card, Group, Purpose
from domain.chat.views import CardView
from domain.fields import to_json, to_ms
from domain.staff import people
from domain.staff.rights import Actor

_LEASE = timedelta(minutes=1)
_TAP = timedelta(seconds=20)  # longer than a tap's answer takes, should its process die
_MOST_TRIES = 12
Spot = queries.Spot
_LONGEST_PAUSE_SECONDS = 600


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A screen that is kept true in a chat, told from others by its key.

    With `message_id` it is on show already; without one it is sent, or the message that the card
    has is edited.
    """

    key: str
    screen: str
    args: Mapping[str, Any]
    subject: str
    app: str
    chat_id: str
    language: str
    owner: str = ""
    message_id: str | None = None
    thread_id: str | None = None
    until: datetime | None = None
    face: str = ""  # of what is on show, where it is

    def values(self) -> tuple[object, ...]:
        """In the order of the columns that a new card is written with."""
        return (
            self.key,
            self.screen,
            to_json(dict(self.args)),
            self.subject,
            self.app,
            self.chat_id,
            self.thread_id,
            self.message_id,
            self.owner,
            self.language,
            0 if self.message_id is None else 1,
            None if self.until is None else to_ms(self.until),
            self.face,
        )


async def keep(*kept: Kept) -> None:
    """Keep these screens true in their chats; a card of the same key is replaced."""
    await queries.put_cards([card.values() for card in {card.key: card for card in kept}.values()])
    if any(card.message_id is None for card in kept):
        db.after_commit(lambda: wakes.wake(wakes.CARDS))


async def raise_to_group(
    purpose: Purpose,
    operator_id: int | None,
    *,
    key: str,
    screen: str,
    args: Mapping[str, Any],
    subject: str,
    right: str | None = None,
    besides: int | None = None,
) -> int:
    """One card in each group that hears of the operator's matters; in how many.

    Where there is none, whoever has the `right` gets it in private, save `besides`.
    """
    bound = await groups.groups_for(purpose, operator_id)
    for group in bound:
        await raise_in(group, key=key, screen=screen, args=args, subject=subject)
    if not bound and right is not None:
        may = await people.who_may(right, operator_id)
        told = [each for each in may if each.staff_id != besides]
        await raise_in_private(told, key=key, screen=screen, args=args, subject=subject)
    return len(bound)


async def raise_in_private(
    told: Sequence[Actor], *, key: str, screen: str, args: Mapping[str, Any], subject: str
) -> int:
    """One card in each of these people's own chats; in how many."""
    if told:
        await keep(*(_in_private(each, key, screen, args, subject) for each in told))
    return len(told)


def _in_private(actor: Actor, key: str, screen: str, args: Mapping[str, Any], subject: str) -> Kept:
    return Kept(
        key=f"{key}:{actor.telegram_id}",
        screen=screen,
        args=args,
        subject=subject,
        app=TELEGRAM,
        chat_id=str(actor.telegram_id or 0),
        language=actor.language,
        owner=actor.key,
    )


async def raise_in(
    group: Group, *, key: str, screen: str, args: Mapping[str, Any], subject: str
) -> None:
    """One card in this group."""
    await keep(
        Kept(
            key=f"{key}:{group.chat_id}",
            screen=screen,
            args=args,
            subject=subject,
            app=group.app,
            chat_id=group.chat_id,
            thread_id=group.thread_id,
            language=group.language,
        )
    )


async def raised_at(app: str, chat_id: str, message_id: str) -> CardView | None:
    """The card that this message shows to all who are in its chat, or None."""
    rows = Card.filter(app=app, chat_id=chat_id, message_id=message_id, owner="")
    kept = await rows.filter(Q(pinned_until=None) | Q(pinned_until__gt=clock.now())).first()
    return None if kept is None else tables.view(CardView, kept)


async def refresh(*subjects: str) -> None:
    """What the cards of these subjects show has changed."""
    _look_again(await queries.want_again(subjects, to_ms(clock.now())))


async def refresh_all(what: str, ids: str) -> None:
    """The same of everything of a kind, as `customer`, whose `id` the SELECT `ids` finds."""
    _look_again(await queries.want_all_again(what, ids, to_ms(clock.now())))


def _look_again(touched: int) -> None:
    if touched:
        db.after_commit(lambda: wakes.wake(wakes.CARDS))


async def due(
    app: str, holder: str, now: datetime, limit: int = 20, *, but_in: Collection[str] = ()
) -> list[CardView]:
    """Claim an app's cards that are to be shown, for a minute; nobody else gets them meanwhile.

    Those `but_in` some chats are left.

    One that would wait longer than any is put off is due as well: the clock was set back.
    """
    at = to_ms(now)
    taken = await queries.claim_cards(
        app, holder, now=at, until=at + _LEASE // timedelta(milliseconds=1),
        latest=at + 2 * _LONGEST_PAUSE_SECONDS * 1000, limit=limit, but_in=but_in,
    )  # fmt: skip
    return [tables.view(CardView, row) for row in await Card.filter(id__in=taken).order_by("id")]


async def shown(
    card: CardView, version: int, message_id: str | None = None, face: str = ""
) -> bool:
    """The card as it was at `version` (its `wanted` when it was drawn) is on show.

    False when the claim ran out and another process has the card.
    """
    return await queries.show(_claim(card), version, message_id, face)


def _claim(card: CardView) -> queries.Claim:
    return queries.Claim(card.id, card.holder, card.locked_until)


async def take(messages: Sequence[Spot]) -> list[bool]:
    """Keep others from drawing these messages while a tap changes them; `end_taps` ends it.

    False for one that somebody is drawing: what they draw would come after what the tap shows.
    """
    now = to_ms(clock.now())
    await queries.tap(messages, now, now + _TAP // timedelta(milliseconds=1))
    held = await queries.drawn(messages)
    return [message not in held for message in messages]


@dataclass(frozen=True, slots=True)
class Tapped:
    """What became of a message with a tap's answer: `kept` is the screen that is
    shown now, there or in a message of its own; free, it shows one that need not be kept."""

    message: Spot
    kept: Kept | None = None
    is_free: bool = False

    @property
    def is_kept(self) -> bool:
        """Whether it is this very message that is kept."""
        kept = self.kept
        return kept is not None and (kept.app, kept.chat_id, kept.message_id) == self.message


async def end_taps(taps: Sequence[Tapped]) -> list[None]:
    """These taps are done: what they show is kept or is not, and may be drawn again."""
    kept = [tap.kept for tap in taps if tap.kept is not None]
    freed = [tap.message for tap in taps if tap.is_free]
    as_before = [tap.message for tap in taps if not tap.is_free and not tap.is_kept]
    async with db.transaction():
        await queries.lock_cards([tap.message for tap in taps])
        if kept:
            await keep(*kept)
        if freed:
            await queries.release(freed, to_ms(clock.now()))
        if as_before and await queries.give_back(as_before):
            db.after_commit(lambda: wakes.wake(wakes.CARDS))
    return [None] * len(taps)


async def redraw(app: str, chat_id: str, message_id: str) -> None:
    """A button on show is good no more: the card there is drawn anew, changed or not."""
    touched = await queries.want_anew((app, chat_id, message_id), to_ms(clock.now()))
    if touched:
        db.after_commit(lambda: wakes.wake(wakes.CARDS))


async def put_off(card: CardView, now: datetime) -> bool:
    """Try again later, with growing pauses; False when the card is given up."""
    if card.tries >= _MOST_TRIES:
        await dead(card)
        return False
    pause = timedelta(seconds=min(2**card.tries, _LONGEST_PAUSE_SECONDS))
    await queries.put_off(_claim(card), to_ms(now + pause))
    return True


async def wait_for_chat(
    app: str, chat_id: str, holder: str, now: datetime, until: datetime
) -> None:
    """Nothing can be shown in that chat before then, which is not the fault of any card."""
    latest = now + timedelta(seconds=2 * _LONGEST_PAUSE_SECONDS)
    await queries.put_off_chat(
        app, chat_id, holder, now=to_ms(now), until=to_ms(min(until, latest))
    )


async def dead(card: CardView) -> None:
    """The message or the chat is gone: the card is no longer kept."""
    await queries.end(card.id, to_ms(clock.now()))


async def forget(owner: str) -> None:
    """Keep no card true any longer that is drawn for this principal, named by key."""
    await Card.filter(owner=owner).update(pinned_until=clock.now())
