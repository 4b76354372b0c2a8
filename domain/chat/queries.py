"""Statements about cards, tokens of buttons and updates: instants are milliseconds."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import NamedTuple

from domain import db

TAPPER = "tap"  # the holder of a card while a tap changes its message
Spot = tuple[str, str, str]  # app, chat, message


async def put_cards(cards: Sequence[Sequence[object]]) -> None:
    """Write cards, in the order of these columns; one of the same key is replaced."""
    lines, values = [], list[object]()
    for card in cards:
        lines.append(f"({db.marks(len(card), after=len(values))}, 1, '', 0, 0)")
        values += card
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
        f" locked_until = CASE WHEN card.holder = '{TAPPER}' THEN 0 ELSE card.locked_until END,"
        f" holder = CASE WHEN card.holder = '{TAPPER}' THEN '' ELSE card.holder END",
        *values,
    )


async def want_again(subjects: Sequence[str], now: int) -> int:
    """The cards of these subjects are to be drawn again; how many."""
    return await _want_again(db.marks(len(subjects), after=1), now, *subjects)


async def want_all_again(what: str, ids: str, now: int) -> int:
    """The same of all of a kind whose `id` a query finds."""
    subjects = f"SELECT '{what}:' || CAST(these.id AS TEXT) FROM ({ids}) AS these"
    return await _want_again(subjects, now)


async def _want_again(subjects: str, now: int, *values: str) -> int:
    return await db.run(
        "UPDATE card SET wanted = wanted + 1 WHERE id IN (SELECT id FROM card"
        f" WHERE subject IN ({subjects})"
        f" AND (pinned_until IS NULL OR pinned_until > $1) ORDER BY id{db.locked()})",
        now, *values,
    )  # fmt: skip


async def want_anew(spot: Spot, now: int) -> int:
    """The card in this message is to be drawn, changed or not; how many."""
    return await db.run(
        "UPDATE card SET wanted = wanted + 1, face = ''"
        " WHERE app = $1 AND chat_id = $2 AND message_id = $3"
        " AND (pinned_until IS NULL OR pinned_until > $4)",
        *spot, now,
    )  # fmt: skip


class _Id(NamedTuple):
    id: int


async def claim_cards(
    app: str, holder: str, *, now: int, until: int, latest: int, limit: int, but_in: Collection[str]
) -> list[int]:
    """Claim cards of an app that are to be drawn; one held beyond the `latest` is free."""
    elsewhere = f" AND chat_id NOT IN ({db.marks(len(but_in), after=5)})" if but_in else ""
    taken = await db.typed(
        _Id,
        db.claiming(
            "UPDATE card SET holder = $1, locked_until = $2, tries = tries + 1",
            "SELECT id FROM card WHERE wanted > shown AND (locked_until <= $3 OR locked_until > $4)"
            f" AND (pinned_until IS NULL OR pinned_until > $3) AND app = $5{elsewhere}"
            f" ORDER BY id LIMIT {int(limit)}",
        ),
        holder, until, now, latest, app, *but_in,
    )  # fmt: skip
    return [card.id for card in taken]


class Claim(NamedTuple):
    """A card as its holder has it."""

    card_id: int
    holder: str
    locked_until: int


async def show(claim: Claim, version: int, message_id: str | None, face: str) -> bool:
    """A version of the card is on show; False where the claim has run out."""
    return bool(
        await db.run(
            "UPDATE card SET shown = $1, message_id = COALESCE(CAST($2 AS TEXT), message_id),"
            " locked_until = 0, tries = 0, face = $6"
            " WHERE id = $3 AND holder = $4 AND locked_until = $5",
            version, message_id, *claim, face,
        )
    )  # fmt: skip


async def put_off(claim: Claim, until: int) -> None:
    """The card waits until then."""
    await db.run(
        "UPDATE card SET locked_until = $1, holder = '' WHERE id = $2 AND holder = $3",
        until, claim.card_id, claim.holder,
    )  # fmt: skip


async def put_off_chat(app: str, chat_id: str, holder: str, *, now: int, until: int) -> None:
    """All that is to be drawn in the chat waits until then; the holder's tries do not count."""
    await db.run(
        "UPDATE card SET locked_until = $1, holder = '',"
        " tries = CASE WHEN holder = $2 AND tries > 0 THEN tries - 1 ELSE tries END"
        " WHERE id IN (SELECT id FROM card WHERE app = $5 AND chat_id = $3"
        f" AND wanted > shown AND (holder = $2 OR locked_until <= $4) ORDER BY id{db.locked()})",
        until, holder, chat_id, now, app,
    )  # fmt: skip


async def end(card_id: int, now: int) -> None:
    """The card is kept no longer."""
    await db.run(
        "UPDATE card SET pinned_until = $1, shown = wanted, locked_until = 0 WHERE id = $2",
        now, card_id,
    )  # fmt: skip


async def end_in_chat(app: str, chat_id: str, now: int) -> None:
    """The cards of the chat that are nobody's own are kept no longer."""
    await db.run(
        "UPDATE card SET pinned_until = $1, shown = wanted"
        " WHERE app = $2 AND chat_id = $3 AND owner = ''",
        now, app, chat_id,
    )  # fmt: skip


async def tap(messages: Sequence[Spot], now: int, until: int) -> None:
    """Hold the cards in these messages for a tap, but for those that somebody draws."""
    theirs, named = _at(messages, after=3)
    await db.run(
        "UPDATE card SET holder = $1, locked_until = $2 WHERE id IN (SELECT id FROM card"
        f" WHERE {theirs} AND (locked_until <= $3 OR holder IN ('', $1))"
        f" ORDER BY id{db.locked()})",
        TAPPER, until, now, *named,
    )  # fmt: skip


class _Spot(NamedTuple):
    app: str
    chat_id: str
    message_id: str


async def drawn(messages: Sequence[Spot]) -> set[Spot]:
    """Those of the messages that somebody draws."""
    theirs, named = _at(messages, after=1)
    return set(
        await db.typed(
            _Spot,
            f"SELECT app, chat_id, message_id FROM card WHERE {theirs} AND holder <> $1",
            TAPPER, *named,
        )
    )  # fmt: skip


async def lock_cards(messages: Sequence[Spot]) -> None:
    """Hold their rows in the order in which everybody does: nobody locks another out."""
    if db.on_postgres():
        theirs, named = _at(messages)
        await db.run(f"SELECT id FROM card WHERE {theirs} ORDER BY id{db.locked()}", *named)


async def give_back(messages: Sequence[Spot]) -> int:
    """The cards that a tap held may be drawn again, as if nothing had been shown; how many."""
    theirs, named = _at(messages, after=1)
    return await db.run(
        "UPDATE card SET holder = '', locked_until = 0, face = '' WHERE id IN (SELECT id FROM card"
        f" WHERE {theirs} AND holder = $1 ORDER BY id{db.locked()})",
        TAPPER,
        *named,
    )


async def release(messages: Sequence[Spot], now: int) -> None:
    """The cards in these messages are kept no longer, and no tap holds them."""
    theirs, named = _at(messages, after=2)
    await db.run(
        "UPDATE card SET pinned_until = $1, shown = wanted,"
        " locked_until = CASE WHEN holder = $2 THEN 0 ELSE locked_until END,"
        " holder = CASE WHEN holder = $2 THEN '' ELSE holder END WHERE id IN"
        f" (SELECT id FROM card WHERE {theirs} ORDER BY id{db.locked()})",
        now, TAPPER, *named,
    )  # fmt: skip


def _at(messages: Sequence[Spot], after: int = 0) -> tuple[str, list[str]]:
    """The condition that a card is in one of these messages, and its values, after so many."""
    rows = (db.marks(3, after=after + 3 * place) for place in range(len(messages)))
    named = ", ".join(f"({row})" for row in rows)
    values = [value for message in messages for value in message]
    return f"(app, chat_id, message_id) IN (VALUES {named})", values


async def put_memory(chat: str, flow: str, step: str, data: str, now: int) -> None:
    """Keep how far a flow is; what was kept of the chat before is replaced."""
    await db.run(
        "INSERT INTO memory (chat, flow, step, data, touched_at) VALUES ($1, $2, $3, $4, $5)"
        " ON CONFLICT (chat) DO UPDATE SET flow = excluded.flow, step = excluded.step,"
        " data = excluded.data, touched_at = excluded.touched_at",
        chat, flow, step, data, now,
    )  # fmt: skip


async def use_token(digest: str, act: str, owner: str, now: int) -> bool:
    """Use a token up; False where it was, or is another's, or for another act."""
    return bool(
        await db.run(
            "UPDATE once_token SET used_at = $1 WHERE digest = $2 AND act = $3 AND used_at IS NULL"
            " AND (owner = '' OR CAST($4 AS TEXT) = '' OR owner = $4)",
            now, digest, act, owner,
        )
    )  # fmt: skip


async def free_token(digest: str, act: str) -> None:
    """The token is good once more."""
    await db.run("UPDATE once_token SET used_at = NULL WHERE digest = $1 AND act = $2", digest, act)


class Update(NamedTuple):
    """An update of a chat app, by where it came from and its number there."""

    source: str
    number: str


async def seen(updates: Sequence[tuple[str, str]]) -> set[Update]:
    """Those of the updates that were taken before."""
    named = ", ".join(f"({db.marks(2, after=2 * place)})" for place in range(len(updates)))
    return set(
        await db.typed(
            Update,
            f"SELECT source, number FROM seen_update WHERE (source, number) IN (VALUES {named})",
            *(value for update in updates for value in update),
        )
    )


async def take_updates(updates: Sequence[tuple[str, str]], now: int) -> set[Update]:
    """Write the updates down; those that are new."""
    values: list[object] = []
    lines = []
    for source, number in updates:
        lines.append(f"({db.marks(3, after=len(values))})")
        values += [source, number, now]
    return set(
        await db.typed(
            Update,
            f"INSERT INTO seen_update (source, number, at) VALUES {', '.join(lines)}"
            " ON CONFLICT (source, number) DO NOTHING RETURNING source, number",
            *values,
        )
    )


class _Purpose(NamedTuple):
    purpose: str


async def purposes(operator_ids: Sequence[int]) -> set[str]:
    """The purposes for which groups are bound for any of these operators."""
    heard = await db.typed(
        _Purpose,
        "SELECT DISTINCT purpose FROM staff_group"
        f" WHERE operator_id IN ({db.marks(len(operator_ids))})",
        *operator_ids,
    )
    return {row.purpose for row in heard}
