"""`netkhata export bills`, `payments`, `customers`, `messages`, `btrc`: whole lists as files."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from pathlib import Path

from bot import sentences
from bot.apply import provision
from bot.failure import MISUSED, Failure, meant
from domain import clock, db
from domain.billing.finding import BillFilter
from domain.billing.states import BillStatus, CollectionStatus
from domain.calendar import Period, today
from domain.customers.models import CustomerStatus
from domain.messaging.listing import MessageFilter
from domain.messaging.states import Channel, MessageStatus
from domain.payments import listing
from domain.payments.listing import PaymentFilter
from domain.payments.states import Method
from domain.ports.lists import Form, Listed
from domain.reports import lists, subscribers
from domain.reports.customer_list import CustomerFilter
from domain.staff import people
from domain.staff.models import Role
from domain.staff.rights import Actor
from gateways.papers.lists import ListFiles
from locales.catalog import Catalog

OPEN = (BillStatus.UNPAID, BillStatus.PARTIAL)
STATUSES: Mapping[str, Sequence[str]] = {
    "bills": ("open", *BillStatus),
    "customers": tuple(CustomerStatus),
}
READERS: Mapping[str, Role] = {"messages": Role.ADMIN}


async def write(kind: str, options: Namespace, to: Path) -> int:
    """Write the list as the file's name says; how many rows it has.

    Whose it is is an operator with those under it, who reads it as an accountant there does, or
    messages as an admin.
    """
    form = form_of(options)
    whose = await (provision.operator(options.operator) if options.operator else provision.isp())
    reader = await people.reader_of(whose.id, READERS.get(kind, Role.ACCOUNTANT))
    language = options.language or whose.language
    known = sentences.languages()
    if language not in known:
        raise Failure(f"there is no language '{language}'{meant(language, known)}", MISUSED)
    listed = await _LISTS[kind](reader, options)
    return await ListFiles(Catalog()).write(listed, form, language, to)


def form_of(options: Namespace) -> Form:
    """Which kind of file, by `--format` or by its name; raises `Failure` for another."""
    named = options.format or Path(options.file).suffix.lstrip(".").lower()
    try:
        return Form(named or Form.CSV)
    except ValueError:
        forms = " or ".join(f".{each.value}" for each in Form)
        raise Failure(
            f"'{options.file}' is no name of a list: end it in {forms}, or say --format", MISUSED
        ) from None


async def _bills(reader: Actor, options: Namespace) -> Listed:
    names = _chosen("status", options.status, STATUSES["bills"])
    statuses = {each for name in names for each in (OPEN if name == "open" else [BillStatus(name)])}
    return await lists.bills(
        reader,
        BillFilter(
            zone_id=await _by_code("zone", options.zone),
            package_id=await _by_code("package", options.package),
            statuses=frozenset(statuses),
            issued_from=options.since,
            issued_to=options.until,
            overdue_days=options.overdue,
            on=today(clock.now(), reader.timezone),
        ),
    )


async def _payments(reader: Actor, options: Namespace) -> Listed:
    return await lists.payments(
        reader,
        PaymentFilter(
            methods=frozenset(map(Method, _chosen("method", options.method, tuple(Method)))),
            staff_id=await _collector(reader, options.collector),
            paid_from=options.since,
            paid_to=options.until,
        ),
    )


async def _customers(reader: Actor, options: Namespace) -> Listed:
    names = _chosen("status", options.status, STATUSES["customers"])
    return await lists.customers(
        reader,
        CustomerFilter(
            zone_id=await _by_code("zone", options.zone),
            package_id=await _by_code("package", options.package),
            statuses=frozenset(map(CustomerStatus, names)),
            collection=frozenset(
                map(
                    CollectionStatus,
                    _chosen("collection", options.collection, tuple(CollectionStatus)),
                )
            ),
        ),
    )


async def _messages(reader: Actor, options: Namespace) -> Listed:
    return await lists.messages(
        reader,
        MessageFilter(
            statuses=frozenset(
                map(MessageStatus, _chosen("status", options.status, tuple(MessageStatus)))
            ),
            channels=frozenset(map(Channel, _chosen("channel", options.channel, tuple(Channel)))),
            made_from=options.since,
            made_to=options.until,
        ),
    )


async def _btrc(reader: Actor, options: Namespace) -> Listed:
    last = Period.of(today(clock.now(), reader.timezone)).previous()
    return await subscribers.listed(reader, Period.parse(options.month or str(last)))


_LISTS: Mapping[str, Callable[[Actor, Namespace], Awaitable[Listed]]] = {
    "bills": _bills,
    "payments": _payments,
    "customers": _customers,
    "messages": _messages,
    "btrc": _btrc,
}


def _chosen(what: str, given: Collection[str], known: Sequence[str]) -> Collection[str]:
    for name in given:
        if name not in known:
            raise Failure(f"there is no {what} '{name}'{meant(name, list(known))}", MISUSED)
    return given


async def _by_code(table: str, code: str | None) -> int | None:
    """The zone or package of that code; raises `Failure` with the nearest one."""
    if code is None:
        return None
    rows = await db.rows(f"SELECT id, code FROM {table} ORDER BY code")
    known = {row["code"]: row["id"] for row in rows}
    if code not in known:
        raise Failure(f"there is no {table} '{code}'{meant(code, list(known))}")
    return int(known[code])


async def _collector(reader: Actor, name: str | None) -> int | None:
    """Who took money and is called so; raises `Failure` where nobody is, or several are."""
    if name is None:
        return None
    known = await listing.collectors(reader)
    called = [staff_id for staff_id, own in known if own.casefold() == name.casefold()]
    if len(called) > 1:
        raise Failure(f"{len(called)} people who took money are called {name}: ask in chat")
    if not called:
        raise Failure(f"nobody called '{name}' took money{meant(name, [own for _, own in known])}")
    return called[0]
