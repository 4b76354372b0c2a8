"""Cards: screens in chats that are kept true, shown by exactly one of several processes."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from domain import clock, db, wakes
from domain.chat import groups
from domain.chat.addresses import TELEGRAM
from domain.chat.models import Card, Group, Purpose
from domain.fields import to_json, to_ms
from domain.staff import people
from domain.staff.rights import Actor

_LEASE = timedelta(minutes=1)
_TAP = timedelta(seconds=20)  # longer than a tap's answer takes, should its process die
_TAPPER = "tap"
_MOST_TRIES = 12
_LONGEST_PAUSE_SECONDS = 600
Spot = tuple[str, str, str]  # app, chat, message


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
    lines, values = [], list[object]()
    for card in {card.key: card for card in kept}.values():
        mine = card.values()
        lines.append(f"({db.marks(len(mine), after=len(values))}, 1, '', 0, 0)")
        values += mine
    await db.run(
        "INSERT INTO card (key, screen, args, subject, app, chat_id, thread_id, message_id, owner,"
        " language, shown, pinned_until, face, wanted, holder, locked_until, tries)"
        f" VALUES {', '.join(lines)}"
        " ON CONFLICT (key) DO UPDATE SET screen = excluded.screen, args = excluded.args,"
        " subject = excluded.subject, app = excluded.app, chat_id = excluded.chat_id,"
        " thread_id = excluded.thread_id,"
        " message_id = COALESCE(excluded.message_id, card.message_id),"
        " owner = excluded.owner, language = excluded.language, wanted = card.wanted + 1,"
        " shown = CASE WHEN excluded.message_id IS NULL THEN card.shown ELSE card.wanted + 1 END,"
        " pinned_until = excluded.pinned_until, tries = 0,"
        " face = CASE WHEN excluded.message_id IS NULL THEN card.face ELSE excluded.face END,"
        f" locked_until = CASE WHEN card.holder = '{_TAPPER}' THEN 0 ELSE card.locked_until END,"
        f" holder = CASE WHEN card.holder = '{_TAPPER}' THEN '' ELSE card.holder END",
        *values,
    )
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


async def refresh(*subjects: str) -> None:
    """What the cards of these subjects show has changed."""
    await _refresh(db.marks(len(subjects), after=1), *subjects)


async def refresh_all(what: str, ids: str) -> None:
    """The same of everything of a kind, as `customer`, whose `id` the SELECT `ids` finds."""
    await _refresh(f"SELECT '{what}:' || CAST(these.id AS TEXT) FROM ({ids}) AS these")


async def _refresh(subjects: str, *values: str) -> None:
    touched = await db.run(
        "UPDATE card SET wanted = wanted + 1 WHERE id IN (SELECT id FROM card"
        f" WHERE subject IN ({subjects})"
        f" AND (pinned_until IS NULL OR pinned_until > $1) ORDER BY id{db.locked()})",
        to_ms(clock.now()),
        *values,
    )
    if touched:
        db.after_commit(lambda: wakes.wake(wakes.CARDS))


async def due(
    app: str, holder: str, now: datetime, limit: int = 20, *, but_in: Collection[str] = ()
) -> list[Card]:
    """Claim an app's cards that are to be shown, for a minute; nobody else gets them meanwhile.

    Those `but_in` some chats are left.

    One that would wait longer than any is put off is due as well: the clock was set back.
    """
    at = to_ms(now)
    elsewhere = f" AND chat_id NOT IN ({db.marks(len(but_in), after=5)})" if but_in else ""
    taken = await db.rows(
        db.claiming(
            "UPDATE card SET holder = $1, locked_until = $2, tries = tries + 1",
            "SELECT id FROM card WHERE wanted > shown AND (locked_until <= $3 OR locked_until > $4)"
            f" AND (pinned_until IS NULL OR pinned_until > $3) AND app = $5{elsewhere}"
            f" ORDER BY id LIMIT {int(limit)}",
        ),
        holder, at + _LEASE // timedelta(milliseconds=1), at,
        at + 2 * _LONGEST_PAUSE_SECONDS * 1000, app, *but_in,
    )  # fmt: skip
    return await Card.filter(id__in=[row["id"] for row in taken]).order_by("id")


async def shown(card: Card, version: int, message_id: str | None = None, face: str = "") -> bool:
    """The card as it was at `version` (its `wanted` when it was drawn) is on show.

    False when the claim ran out and another process has the card.
    """
    return bool(
        await db.run(
            "UPDATE card SET shown = $1, message_id = COALESCE(CAST($2 AS TEXT), message_id),"
            " locked_until = 0, tries = 0, face = $6"
            " WHERE id = $3 AND holder = $4 AND locked_until = $5",
            version, message_id, card.id, card.holder, card.locked_until, face,
        )
    )  # fmt: skip


async def take(messages: Sequence[Spot]) -> list[bool]:
    """Keep others from drawing these messages while a tap changes them; `end_taps` ends it.

    False for one that somebody is drawing: what they draw would come after what the tap shows.
    """
    now = to_ms(clock.now())
    theirs, named = _at(messages, after=3)
    await db.run(
        "UPDATE card SET holder = $1, locked_until = $2 WHERE id IN (SELECT id FROM card"
        f" WHERE {theirs} AND (locked_until <= $3 OR holder IN ('', $1))"
        f" ORDER BY id{db.locked()})",
        _TAPPER, now + _TAP // timedelta(milliseconds=1), now, *named,
    )  # fmt: skip
    theirs, named = _at(messages, after=1)
    drawn = await db.rows(
        f"SELECT app, chat_id, message_id FROM card WHERE {theirs} AND holder <> $1",
        _TAPPER,
        *named,
    )
    held = {(row["app"], row["chat_id"], row["message_id"]) for row in drawn}
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
        await _lock([tap.message for tap in taps])
        if kept:
            await keep(*kept)
        if freed:
            await _release(freed)
        if as_before:
            await _give_back(as_before)
    return [None] * len(taps)


async def _lock(messages: Sequence[Spot]) -> None:
    """Take their cards in the order in which everybody does: nobody locks another out."""
    if db.on_postgres():
        theirs, named = _at(messages)
        await db.rows(f"SELECT id FROM card WHERE {theirs} ORDER BY id{db.locked()}", *named)


async def _give_back(messages: Sequence[Spot]) -> None:
    """They may be drawn again when something has changed."""
    theirs, named = _at(messages, after=1)
    touched = await db.run(
        "UPDATE card SET holder = '', locked_until = 0, face = '' WHERE id IN (SELECT id FROM card"
        f" WHERE {theirs} AND holder = $1 ORDER BY id{db.locked()})",
        _TAPPER,
        *named,
    )
    if touched:
        db.after_commit(lambda: wakes.wake(wakes.CARDS))


async def redraw(app: str, chat_id: str, message_id: str) -> None:
    """A button on show is good no more: the card there is drawn anew, changed or not."""
    touched = await db.run(
        "UPDATE card SET wanted = wanted + 1, face = ''"
        " WHERE app = $1 AND chat_id = $2 AND message_id = $3"
        " AND (pinned_until IS NULL OR pinned_until > $4)",
        app, chat_id, message_id, to_ms(clock.now()),
    )  # fmt: skip
    if touched:
        db.after_commit(lambda: wakes.wake(wakes.CARDS))


async def _release(messages: Sequence[Spot]) -> None:
    """They show something else now: what they showed is no longer kept."""
    theirs, named = _at(messages, after=2)
    await db.run(
        "UPDATE card SET pinned_until = $1, shown = wanted,"
        " locked_until = CASE WHEN holder = $2 THEN 0 ELSE locked_until END,"
        " holder = CASE WHEN holder = $2 THEN '' ELSE holder END WHERE id IN"
        f" (SELECT id FROM card WHERE {theirs} ORDER BY id{db.locked()})",
        to_ms(clock.now()), _TAPPER, *named,
    )  # fmt: skip


def _at(messages: Sequence[Spot], after: int = 0) -> tuple[str, list[str]]:
    """The condition that a card is in one of these messages, and its values, after so many."""
    rows = (db.marks(3, after=after + 3 * place) for place in range(len(messages)))
    named = ", ".join(f"({row})" for row in rows)
    values = [value for message in messages for value in message]
    return f"(app, chat_id, message_id) IN (VALUES {named})", values


async def put_off(card: Card, now: datetime) -> bool:
    """Try again later, with growing pauses; False when the card is given up."""
    if card.tries >= _MOST_TRIES:
        await dead(card)
        return False
    pause = timedelta(seconds=min(2**card.tries, _LONGEST_PAUSE_SECONDS))
    await db.run(
        "UPDATE card SET locked_until = $1, holder = '' WHERE id = $2 AND holder = $3",
        to_ms(now + pause), card.id, card.holder,
    )  # fmt: skip
    return True


async def wait_for_chat(
    app: str, chat_id: str, holder: str, now: datetime, until: datetime
) -> None:
    """Nothing can be shown in that chat before then, which is not the fault of any card."""
    latest = now + timedelta(seconds=2 * _LONGEST_PAUSE_SECONDS)
    await db.run(
        "UPDATE card SET locked_until = $1, holder = '',"
        " tries = CASE WHEN holder = $2 AND tries > 0 THEN tries - 1 ELSE tries END"
        " WHERE id IN (SELECT id FROM card WHERE app = $5 AND chat_id = $3"
        f" AND wanted > shown AND (holder = $2 OR locked_until <= $4) ORDER BY id{db.locked()})",
        to_ms(min(until, latest)), holder, chat_id, to_ms(now), app,
    )  # fmt: skip


async def dead(card: Card) -> None:
    """The message or the chat is gone: the card is no longer kept."""
    await db.run(
        "UPDATE card SET pinned_until = $1, shown = wanted, locked_until = 0 WHERE id = $2",
        to_ms(clock.now()), card.id,
    )  # fmt: skip


async def forget(owner: str) -> None:
    """Keep no card true any longer that is drawn for this principal, named by key."""
    await Card.filter(owner=owner).update(pinned_until=clock.now())
