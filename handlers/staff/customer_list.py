"""Customers as a list, narrowed by typed words: where, with what, how they stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from domain import clock
from domain.billing.states import CollectionStatus
from domain.calendar import today
from domain.customers.models import CustomerStatus
from domain.ports import Ports
from domain.ports.lists import Listed
from domain.reports import customer_list, lists
from domain.reports.customer_list import CustomerFilter
from domain.staff.rights import Actor
from handlers.staff import filters, list_files, narrowing
from handlers.staff.filters import Filter
from handlers.ui import guide, paging
from handlers.ui.commands import command, screen
from handlers.ui.screens import Button, Lines, Row, Screen, Text
from handlers.ui.turns import Turn

_COLLECTION = "collection-"  # before the name of a collection status in a filter
WORDS = {f"customers-words-{each}": (each.value,) for each in CustomerStatus} | {
    f"customers-words-{_COLLECTION}{each}": (f"{_COLLECTION}{each}",)
    for each in CollectionStatus
    if each.value not in set(CustomerStatus)
}
OFFERED = (
    CollectionStatus.WARNED,
    CollectionStatus.PROMISED,
    CollectionStatus.RESTORED,
    CollectionStatus.UNCOLLECTIBLE,
)


@command("customers", right="customer.see", args="[FILTER]", home=3)
async def by_command(turn: Turn, actor: Actor, ports: Ports) -> Screen:
    """`/customers mirpur suspended`: those who fit; without words everybody but who left."""
    known, meaning = await filters.places(actor), filters.words_for(ports.texts, WORDS)
    wanted = filters.read(turn.words, known, meaning, today(clock.now(), actor.timezone))
    shown = await show(actor, ports, replace(wanted, since="", until="").packed())
    unread = " ".join((*wanted.unread, *_days(wanted)))
    return shown.below(Text("bills-unread", words=unread)) if unread else shown


def _days(wanted: Filter) -> Sequence[str]:
    """A list of customers has no days."""
    return tuple(dict.fromkeys(day for day in (wanted.since, wanted.until) if day))


@screen("customers", right="customer.see")
async def show(actor: Actor, ports: Ports, packed: str = "", offset: int = 0) -> Screen:
    """A page of the list, in the order in which they came."""
    wanted = Filter.of(packed)
    rows = await customer_list.page(actor, _chosen(wanted), offset=offset, limit=paging.PAGE)
    count = await customer_list.count(actor, _chosen(wanted))
    return Screen(
        (
            Lines(Text("customers-title"), *await _narrowed(actor, wanted)),
            Text("customers-count", count=count) if count else Text("customers-none"),
        ),
        (
            *(
                (Button(Text("find-name", name=row.name, id=row.code), "customer", (row.id,)),)
                for row in rows
            ),
            paging.by_offset("customers", packed, offset=offset, shown=len(rows), total=count),
            _by_status(wanted),
            _by_collection(wanted),
            list_files.buttons("customers", packed) if count else (),
            guide.HOME,
        ),
    )


@list_files.of("customers")
async def whole(actor: Actor, packed: str) -> Listed:
    """All whom the filter leaves."""
    return await lists.customers(actor, _chosen(Filter.of(packed)))


def _chosen(wanted: Filter) -> CustomerFilter:
    statuses, collection = _apart(wanted)
    if not statuses:
        everybody = bool(collection)  # who left may owe something still
        statuses = [each.value for each in CustomerStatus if everybody or each != "left"]
    return CustomerFilter(
        operator_id=wanted.operator or None,
        zone_id=wanted.zone or None,
        package_id=wanted.package or None,
        statuses=frozenset(CustomerStatus(name) for name in statuses),
        collection=frozenset(CollectionStatus(name) for name in collection),
    )


def _apart(wanted: Filter) -> tuple[list[str], list[str]]:
    """The states of customers among the names, and those of collection."""
    states = [name for name in wanted.statuses if not name.startswith(_COLLECTION)]
    collection = [name.removeprefix(_COLLECTION) for name in wanted.statuses if name not in states]
    return states, collection


async def _narrowed(actor: Actor, wanted: Filter) -> Sequence[Text]:
    lines = narrowing.in_words(wanted, await filters.places(actor))
    statuses = [_called(name) for name in wanted.statuses]
    return [*lines, *([Text("customers-statuses", statuses=statuses)] if statuses else [])]


def _by_status(wanted: Filter) -> Row:
    """One tap to each state that asks for something to be done, or back to everybody."""
    offered = [(), ("suspended",), ("expired",), ("left",)]
    return tuple(
        Button(
            Text("customers-all") if not names else _called(names[0]),
            "customers",
            (Filter(names, wanted.zone, wanted.package, wanted.operator).packed(),),
        )
        for names in offered
        if names != wanted.statuses
    )


def _by_collection(wanted: Filter) -> Row:
    """One tap to each state of collection that asks for something to be done."""
    return tuple(
        Button(
            _called(name),
            "customers",
            (Filter((name,), wanted.zone, wanted.package, wanted.operator).packed(),),
        )
        for name in (f"{_COLLECTION}{each}" for each in OFFERED)
        if (name,) != wanted.statuses
    )


def _called(name: str) -> Text:
    return Text(name if name.startswith(_COLLECTION) else f"list-status-{name}")
