"""Cards: screens in chats that are kept true, shown by exactly one of several processes."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from domain import clock, db, wakes
from domain.chat import groups
from domain.chat.models import Card, Group, Purpose
from domain.fields import to_json, to_ms
from domain.staff import people
from domain.staff.rights import Actor

_LEASE = timedelta(minutes=1)
_TAP = timedelta(seconds=20)  # longer than a tap's answer takes, should its process die
_TAPPER = "tap"
_MOST_TRIES = 12
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
    chat_id: int
    language: str
    staff_id: int | None = None
    message_id: int | None = None
    thread_id: int | None = None
    until: datetime | None = None
    face: str = ""  # of what is on show, where it is

    def values(self) -> tuple[object, ...]:
        """In the order of the columns that a new card is written with."""
        return (
            self.key,
            self.screen,
            to_json(dict(self.args)),
            self.subject,
            self.chat_id,
            self.thread_id,
            self.message_id,
            self.staff_id,
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
        "INSERT INTO card (key, screen, args, subject, chat_id, thread_id, message_id, staff_id,"
        " language, shown, pinned_until, face, wanted, holder, locked_until, tries)"
        f" VALUES {', '.join(lines)}"
        " ON CONFLICT (key) DO UPDATE SET screen = excluded.screen, args = excluded.args,"
        " subject = excluded.subject, chat_id = excluded.chat_id, thread_id = excluded.thread_id,"
        " message_id = COALESCE(excluded.message_id, card.message_id),"
        " staff_id = excluded.staff_id, language = excluded.language, wanted = card.wanted + 1,"
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
        chat_id=actor.telegram_id or 0,
        language=actor.language,
        staff_id=actor.staff_id,
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
            chat_id=group.chat_id,
            thread_id=group.thread_id,
            language=group.language,
        )
    )


async def refresh(*subjects: str) -> None:
    """What the cards of these subjects show has changed."""
    touched = await db.run(
        "UPDATE card SET wanted = wanted + 1 WHERE id IN (SELECT id FROM card"
        f" WHERE subject IN ({db.marks(len(subjects), after=1)})"
        f" AND (pinned_until IS NULL OR pinned_until > $1) ORDER BY id{db.locked()})",
        to_ms(clock.now()), *subjects,
    )  # fmt: skip
    if touched:
        db.after_commit(lambda: wakes.wake(wakes.CARDS))


async def due(
    holder: str, now: datetime, limit: int = 20, *, but_in: Collection[int] = ()
) -> list[Card]:
    """Claim cards that are to be shown, for a minute; nobody else gets them meanwhile.

    Those `but_in` some chats are left.

    One that would wait longer than any is put off is due as well: the clock was set back.
    """
    at = to_ms(now)
    elsewhere = f" AND chat_id NOT IN ({', '.join(str(int(chat)) for chat in but_in)})"
    taken = await db.rows(
        db.claiming(
            "UPDATE card SET holder = $1, locked_until = $2, tries = tries + 1",
            "SELECT id FROM card WHERE wanted > shown AND (locked_until <= $3 OR locked_until > $4)"
            f" AND (pinned_until IS NULL OR pinned_until > $3){elsewhere if but_in else ''}"
            f" ORDER BY id LIMIT {int(limit)}",
        ),
        holder, at + _LEASE // timedelta(milliseconds=1), at,
        at + 2 * _LONGEST_PAUSE_SECONDS * 1000,
    )  # fmt: skip
    return await Card.filter(id__in=[row["id"] for row in taken]).order_by("id")


async def shown(card: Card, version: int, message_id: int | None = None, face: str = "") -> bool:
    """The card as it was at `version` (its `wanted` when it was drawn) is on show.

    False when the claim ran out and another process has the card.
    """
    return bool(
        await db.run(
            "UPDATE card SET shown = $1, message_id = COALESCE(CAST($2 AS BIGINT), message_id),"
            " locked_until = 0, tries = 0, face = $6"
            " WHERE id = $3 AND holder = $4 AND locked_until = $5",
            version, message_id, card.id, card.holder, card.locked_until, face,
        )
    )  # fmt: skip


async def take(messages: Sequence[tuple[int, int]]) -> list[bool]:
    """Keep others from drawing these (chat, message) while a tap changes them; `settle` ends it.

    False for one that somebody is drawing: what they draw would come after what the tap shows.
    """
    theirs = _at(messages)
    now = to_ms(clock.now())
    await db.run(
        "UPDATE card SET holder = $1, locked_until = $2 WHERE id IN (SELECT id FROM card"
        f" WHERE {theirs} AND (locked_until <= $3 OR holder IN ('', $1))"
        f" ORDER BY id{db.locked()})",
        _TAPPER, now + _TAP // timedelta(milliseconds=1), now,
    )  # fmt: skip
    drawn = await db.rows(
        f"SELECT chat_id, message_id FROM card WHERE {theirs} AND holder <> $1", _TAPPER
    )
    held = {(row["chat_id"], row["message_id"]) for row in drawn}
    return [message not in held for message in messages]


@dataclass(frozen=True, slots=True)
class Tapped:
    """What became of a message (chat, message) with a tap's answer: `kept` is the screen that is
    shown now, there or in a message of its own; free, it shows one that need not be kept."""

    message: tuple[int, int]
    kept: Kept | None = None
    is_free: bool = False

    @property
    def is_kept(self) -> bool:
        """Whether it is this very message that is kept."""
        return self.kept is not None and (self.kept.chat_id, self.kept.message_id) == self.message


async def settle(taps: Sequence[Tapped]) -> list[None]:
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


async def _lock(messages: Sequence[tuple[int, int]]) -> None:
    """Take their cards in the order in which everybody does: nobody locks another out."""
    if db.on_postgres():
        await db.rows(f"SELECT id FROM card WHERE {_at(messages)} ORDER BY id{db.locked()}")


async def _give_back(messages: Sequence[tuple[int, int]]) -> None:
    """They may be drawn again when something has changed."""
    touched = await db.run(
        "UPDATE card SET holder = '', locked_until = 0, face = '' WHERE id IN (SELECT id FROM card"
        f" WHERE {_at(messages)} AND holder = $1 ORDER BY id{db.locked()})",
        _TAPPER,
    )
    if touched:
        db.after_commit(lambda: wakes.wake(wakes.CARDS))


async def redraw(chat_id: int, message_id: int) -> None:
    """A button on show is good no more: the card there is drawn anew, changed or not."""
    touched = await db.run(
        "UPDATE card SET wanted = wanted + 1, face = '' WHERE chat_id = $1 AND message_id = $2"
        " AND (pinned_until IS NULL OR pinned_until > $3)",
        chat_id, message_id, to_ms(clock.now()),
    )  # fmt: skip
    if touched:
        db.after_commit(lambda: wakes.wake(wakes.CARDS))


async def _release(messages: Sequence[tuple[int, int]]) -> None:
    """They show something else now: what they showed is no longer kept."""
    await db.run(
        "UPDATE card SET pinned_until = $1, shown = wanted,"
        " locked_until = CASE WHEN holder = $2 THEN 0 ELSE locked_until END,"
        " holder = CASE WHEN holder = $2 THEN '' ELSE holder END WHERE id IN"
        f" (SELECT id FROM card WHERE {_at(messages)} ORDER BY id{db.locked()})",
        to_ms(clock.now()), _TAPPER,
    )  # fmt: skip


def _at(messages: Sequence[tuple[int, int]]) -> str:
    """The condition that a card is in one of these messages (chat, message)."""
    named = ", ".join(f"({int(chat)}, {int(message)})" for chat, message in messages)
    return f"(chat_id, message_id) IN (VALUES {named})"


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


async def wait_for_chat(chat_id: int, holder: str, now: datetime, until: datetime) -> None:
    """Nothing can be shown in that chat before then, which is not the fault of any card."""
    latest = now + timedelta(seconds=2 * _LONGEST_PAUSE_SECONDS)
    await db.run(
        "UPDATE card SET locked_until = $1, holder = '',"
        " tries = CASE WHEN holder = $2 AND tries > 0 THEN tries - 1 ELSE tries END"
        " WHERE id IN (SELECT id FROM card WHERE chat_id = $3 AND wanted > shown"
        f" AND (holder = $2 OR locked_until <= $4) ORDER BY id{db.locked()})",
        to_ms(min(until, latest)), holder, chat_id, to_ms(now),
    )  # fmt: skip


async def dead(card: Card) -> None:
    """The message or the chat is gone: the card is no longer kept."""
    await db.run(
        "UPDATE card SET pinned_until = $1, shown = wanted, locked_until = 0 WHERE id = $2",
        to_ms(clock.now()), card.id,
    )  # fmt: skip


async def forget(staff_id: int) -> None:
    """Keep no card true any longer that is drawn for this person."""
    await Card.filter(staff_id=staff_id).update(pinned_until=clock.now())
