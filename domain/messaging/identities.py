"""Who is behind a name on a channel: a number, or the id of a person who hides it.

A number is whoever's card it stands on. An id is known by what the provider told together with it:
it means whoever has that number now, so that it moves with the number from card to card. A person
with a new number takes along what was learned of the old one. What is told late or again changes
nothing that is newer.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from domain import clock, db
from domain.customers import contact, standing
from domain.fields import to_ms
from domain.messaging import queries
from domain.messaging.queries.people import Identity
from domain.messaging.states import Channel
from domain.ports import Moved

Known = Mapping[str, Identity]

DAY_MS = 86_400_000


@dataclass(frozen=True, slots=True)
class Person:
    """The customers whom a name means, and the name with the number that belongs to it."""

    customers: Sequence[int]
    names: Sequence[str]


def is_phone(name: str) -> bool:
    """Whether it is a number, in E.164."""
    return name.startswith("+") and name[1:].isdigit() and len(name) <= 16


def is_id(channel: Channel, name: str) -> bool:
    """Whether it stands for a person who hides the number."""
    return channel is Channel.WHATSAPP and not is_phone(name)


async def known(channel: Channel, names: Collection[str]) -> dict[str, Identity]:
    """What is kept of these names."""
    if not names:
        return {}
    found = await queries.people.identities(channel.value, names)
    return {row.address: row for row in found}


async def lock(channel: Channel) -> None:
    """Let nobody else learn anything until the transaction ends."""
    await db.lock(f"identities {channel.value}")


async def whose(channel: Channel, name: str, at: datetime | None = None) -> Person:
    """Whom the name meant at that instant, or means now."""
    row = (await known(channel, [name])).get(name)
    if is_phone(name):
        found = await _with_phone(name, row, to_ms(at or clock.now()))
        pointed = row is not None and not row.phone and row.customer_id
        return Person(found or ([pointed] if pointed else []), [name])
    if row is None:
        return Person([], [name])
    found = await _of_row(channel, row)
    return Person(found, [name, row.phone] if row.phone else [name])


async def _of_row(channel: Channel, row: Identity) -> list[int]:
    phone = row.phone
    left = (await known(channel, [phone])).get(phone) if phone else None
    found = await _with_phone(phone, left, row.seen_at) if phone else []
    if channel is Channel.TELEGRAM:  # the number that they showed is all that says who it is
        return found
    return found or ([row.customer_id] if row.customer_id else [])


async def _with_phone(phone: str, left: Identity | None, at_ms: int) -> list[int]:
    """The customers with the number; who had left it by then does not count any more."""
    found = await queries.customers.with_phone(phone)
    if left is None or not left.phone:
        return [row.id for row in found]
    if at_ms > left.seen_at:
        return [row.id for row in found if row.whatsapp != left.phone]
    moved = await queries.customers.with_phone(left.phone)
    return [row.id for row in moved or found]


async def learn(channel: Channel, names: Sequence[str], at: datetime, before: Known) -> list[str]:
    """These are one person's; the names that had asked to stop, and whose they are now known.

    `before` is what was known of them; where it says all that, nothing is read or written.
    """
    ids = sorted(name for name in names if not is_phone(name))
    phone = next(filter(is_phone, names), "")
    if all(_is_known(before.get(name), phone, to_ms(at)) for name in ids):
        return []
    async with db.transaction():
        await lock(channel)
        rows = await known(channel, names)
        lent = max(
            (row for row in rows.values() if row.phone and not is_phone(row.address)),
            key=lambda row: int(row.seen_at),
            default=None,
        )
        phone = phone or (lent.phone if lent else "")
        left = (await known(channel, [phone])).get(phone)
        customers = await _with_phone(phone, left, to_ms(at)) if phone else []
        fresh = [name for name in ids if name not in rows or rows[name].seen_at <= to_ms(at)]
        for name in fresh:
            row = rows.get(name)
            if row is not None and row.phone and row.phone != phone:
                await queries.people.forget_way(channel.value, row.phone, name)
            await _keep(channel, name, phone, _one_of(customers, row), to_ms(at))
        if phone and fresh:
            await _share(channel, fresh, phone, min(fresh, key=len))
        return await _placed(channel, names)


def _is_known(row: Identity | None, phone: str, at_ms: int) -> bool:
    """Whether nothing is new; who is nobody's, or several customers', is looked at once a day."""
    if row is None or row.stopped_at is not None or phone not in {"", row.phone}:
        return False
    return row.customer_id is not None or at_ms - row.seen_at < DAY_MS


def _one_of(customers: Sequence[int], row: Identity | None) -> int | None:
    """Whom a name is pointed to: the only one with the number, else whoever was before."""
    if len(customers) == 1:
        return customers[0]
    before = row.customer_id if row else None
    return before if not customers or before in customers else None


async def _keep(
    channel: Channel, name: str, phone: str, customer_id: int | None, at_ms: int
) -> None:
    await queries.people.keep(channel.value, name, phone, customer_id, at_ms)


async def _share(channel: Channel, names: Sequence[str], phone: str, way: str | None) -> None:
    """The number takes over what was learned of these names, and is reached by `way` as well."""
    was = await queries.people.learned(channel.value, names)
    await queries.people.share(channel.value, phone, was, way)


async def leads_nowhere(channel: Channel, name: str) -> None:
    """The provider can't reach anybody by this id."""
    row = (await known(channel, [name])).get(name)
    if row is not None and row.phone:
        await queries.people.forget_way(channel.value, row.phone, name)


async def _placed(channel: Channel, names: Iterable[str]) -> list[str]:
    rows = (await known(channel, list(names))).values()
    return [
        row.address for row in rows if row.stopped_at is not None
        and (await whose(channel, row.address)).customers
    ]  # fmt: skip


async def move(channel: Channel, told: Moved) -> list[str]:
    """A person has a new number or id; as `learn`, and their WhatsApp number moves along.

    The number for SMS stays: only staff knows which SIM is in which phone.
    """
    at_ms = to_ms(told.at or clock.now())
    names = [*told.before, *told.after]
    async with db.transaction():
        await standing.hold(await _may_be_meant(channel, names))
        await lock(channel)
        rows = await known(channel, names)
        if _is_done(told, rows, at_ms):
            return []
        had = [row for name in told.before if (row := rows.get(name)) is not None]
        old = next(filter(is_phone, told.before), "") or next(
            (row.phone for row in had if row.phone), ""
        )
        new = next(filter(is_phone, told.after), "") or old
        pointed = {row.customer_id for row in had if row.customer_id is not None}
        holders = await queries.customers.writing_from(old) if old else sorted(pointed)
        if new and new != old:
            await contact.writes_from(holders, new)
            await queries.people.leave(channel.value, old, new, at_ms)
        # Whoever gave another WhatsApp number keeps that, and is known by the new one all the same.
        others = await _with_phone(old, None, at_ms) if old and not holders else []
        ids = [name for name in names if not is_phone(name)]
        for name in sorted({*ids, *([old] if old and old != new else [])}):
            row = rows.get(name)
            if name in told.before or row is None or row.seen_at <= at_ms:
                customer_id = _one_of(holders or others, row) or min(pointed, default=None)
                await _keep(channel, name, new, customer_id, at_ms)
        now = [name for name in told.after if not is_phone(name)]
        if new:
            came = [name for name in [*names, old] if name and name != new]
            await _share(channel, came, new, min(now, key=len, default=None))
            await _came_back(channel, new, _one_of(others, None), at_ms)
        return await _placed(channel, names)


async def _may_be_meant(channel: Channel, names: Sequence[str]) -> set[int]:
    """Whose card may be changed: they are held before the names, as by who changes a card."""
    rows = (await known(channel, names)).values()
    phones = {*filter(is_phone, names), *(row.phone for row in rows if row.phone)}
    pointed = {row.customer_id for row in rows if row.customer_id is not None}
    return pointed.union(*[await queries.customers.writing_from(phone) for phone in sorted(phones)])


async def _came_back(channel: Channel, phone: str, customer_id: int | None, at_ms: int) -> None:
    """Nobody has left the number any more; who is known by it without having it on the card."""
    await queries.people.forget(channel.value, phone)
    if customer_id is not None:
        await _keep(channel, phone, "", customer_id, at_ms)


async def stopped_of(customer_ids: Sequence[int]) -> list[tuple[Channel, str]]:
    """The names that asked to stop before anybody had the number that is on one of these cards."""
    found = await queries.people.stopped(Channel.WHATSAPP.value, customer_ids)
    return [(Channel(row.channel), row.address) for row in found]


def _is_done(told: Moved, rows: Known, at_ms: int) -> bool:
    """Whether it is known already, or something newer of all who are said to have moved."""
    had = [rows.get(name) for name in told.before]
    if any(row is None or row.seen_at < at_ms for row in had):
        return False
    if all(row is not None and row.seen_at > at_ms for row in had):
        return True
    new = next(filter(is_phone, told.after), "")
    led = all(row is not None and new in {"", row.phone} for row in had)
    return led and all(name in rows for name in told.after if not is_phone(name))


async def remember(channel: Channel, name: str, *, stopped: bool) -> bool:
    """Keep that this one asked to stop, or no more; whether that is news."""
    if stopped:
        return await queries.people.has_stopped(channel.value, name, to_ms(clock.now()))
    return await queries.people.goes_on(channel.value, name)
