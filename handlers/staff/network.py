"""Routers and services: how they are, what differs, one customer's connection, cutting by hand."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from domain.customers import customers as customer_verbs
from domain.customers.models import HELD
from domain.network import holding, routers, services
from domain.network.routers import RouterDetail, RouterLine
from domain.network.services import Standing
from domain.network.states import WAITS, Desired
from domain.ports import Ports
from domain.reports.customer_card import CustomerCard
from domain.staff.rights import Actor
from handlers.staff import alerts, customers
from handlers.staff import holding as not_held
from handlers.ui import guide, paging
from handlers.ui.commands import action, command, screen
from handlers.ui.screens import Block, Button, Lines, Row, Screen, Text
from handlers.ui.turns import Turn

NAMES = 12
TROUBLES = ("watch-only", "secret-missing", "address-clash", "foreign-entry")

customers.on_card(Text("live-button"), "customer.live", right="router.see", order=60)


@customers.fact("customer.see")
async def service_fact(actor: Actor, ports: Ports, card: CustomerCard) -> Sequence[Text]:
    """Whether the router has what billing wants."""
    service = await services.of(card.id)
    if service is None:
        return ()
    if service.generation != service.applied:
        shut = await holding.obstacle(card.id) if card.status in HELD else ""
        if shut and not service.stopped:
            return [not_held.not_held(shut)]
        return [_why_not_yet(service)]
    shown = _shows_otherwise(service) if service.error else _as_desired(service)
    return [each for each in (shown, _unread(service)) if each]


def _as_desired(service: Standing) -> Text | None:
    if service.desired is Desired.ACTIVE and service.seen_at is not None:
        return Text("service-seen", at=service.seen_at)
    key = "service-held" if service.desired is Desired.SUSPENDED else "service-done"
    return Text(key, at=service.done_at) if service.done_at else None


def _shows_otherwise(service: Standing) -> Text:
    """What was read on the router that had it before, and what becomes of it."""
    kind, _, more = service.error.partition(": ")
    if kind == WAITS:
        return Text(f"service-waits-{more}", name=service.router, since=service.differs_at)
    if kind == "watch-only":
        return Text("service-differs-watched", since=service.differs_at)
    if kind in TROUBLES:
        return Text(f"service-{kind}", entry=more)
    return Text("service-differs", since=service.differs_at)


def _unread(service: Standing) -> Text | None:
    """That what was read is not what is read now."""
    if service.stopped:
        key = f"service-unread-{service.stopped}"
        return Text(key, name=service.router, since=service.stopped_at)
    if service.unread_since:
        return Text("service-unread", name=service.router, since=service.unread_since)
    return None


def _why_not_yet(service: Standing) -> Text:
    if service.stopped:
        key = f"service-router-{service.stopped}"
        return Text(key, name=service.router, since=service.stopped_at)
    kind, _, entry = service.error.partition(": ")
    if kind == WAITS:
        return _shows_otherwise(service)
    if kind in TROUBLES:
        return Text(f"service-{kind}", entry=entry)
    if kind:
        return Text("service-trouble")
    # What never was on the router comes with a full pass.
    return Text("service-waiting" if service.generation > 1 else "service-new")


@command("routers", right="router.see", aliases=("router",), args="[NAME]", home=8)
async def routers_(turn: Turn, actor: Actor, ports: Ports) -> Screen:
    """All of them, or the one that is named."""
    if turn.text.strip():
        return await router(actor, ports, turn.text.strip())
    return await overview(actor, ports)


@screen("routers", right="router.see")
async def overview(actor: Actor, ports: Ports, offset: int = 0) -> Screen:
    """Each router in a few words, those in trouble first."""
    lines = await routers.list_routers(actor)
    if not lines:
        return Screen((Text("routers-none"),), (guide.HOME,))
    lines.sort(key=lambda line: (line.reachable is not False, not line.waiting, line.name))
    page = lines[offset : offset + paging.PAGE]
    buttons = tuple(
        (Button(Text("plain", value=line.name), "router", (line.name,)),) for line in page
    )
    pages = paging.by_offset("routers", offset=offset, shown=len(page), total=len(lines))
    unheld = sum((await holding.counted(actor)).values())
    return Screen(
        (Text("routers-title"), *(_in_short(line) for line in page)),
        (
            *buttons,
            pages,
            *not_held.ways(unheld, 0),
            (Button(Text("refresh"), "routers", (offset,)), *guide.HOME),
        ),
    )


def _state(line: RouterLine) -> Text:
    if not line.enabled:
        return Text("router-off")
    if line.reachable is None:
        return Text("router-unasked")
    return Text("router-up" if line.reachable else "router-down", since=line.since)


def _drifted(line: RouterLine) -> list[Text]:
    return [Text(f"drift-{kind}", count=count) for kind, count in line.drift.items() if count]


def _in_short(line: RouterLine) -> Lines:
    return Lines(
        Text("router-name", name=line.name),
        _state(line),
        Text("router-customers", customers=line.customers)
        if line.sessions is None
        else Text("router-load", customers=line.customers, sessions=line.sessions),
        *_drifted(line),
        Text("router-waiting", count=line.waiting) if line.waiting else None,
    )


@screen("router", right="router.see")
async def router(actor: Actor, ports: Ports, name: str) -> Screen:
    """One router: health, last read, what differs and whose."""
    found = await routers.detail(actor, name)
    unheld = sum((await holding.counted(actor, found.line.name)).values())
    unserved = sum((await holding.count_unserved(actor, found.line.name)).values())
    return Screen(
        (_in_short(found.line), _health(found), *alerts.listed(found.incidents), *_names(found)),
        (
            *_ways(actor, found),
            *not_held.ways(unheld, 0, found.line.name, unserved=unserved),
            (
                Button(Text("refresh"), "router", (found.line.name,)),
                Button(Text("back"), "routers"),
            ),
        ),
    )


def _health(found: RouterDetail) -> Lines:
    return Lines(
        Text("router-version", version=found.version, host=found.host) if found.version else None,
        Text("router-uptime", uptime=timedelta(seconds=found.uptime_seconds), cpu=found.cpu_load)
        if found.uptime_seconds
        else None,
        _last_read(found),
        Text("router-unread", count=found.failed, at=found.due_at) if found.failed else None,
        Text("router-watch-only") if found.line.watch_only else None,
        Text(_on_the_way(found.line), count=found.open_wishes, at=found.oldest_wish_at)
        if found.open_wishes
        else None,
        Text("router-error", error=alerts.why(found.error)) if found.error else None,
    )


def _last_read(found: RouterDetail) -> Text | None:
    if found.read_at is None:
        return None
    if found.secrets is None:
        return Text("router-read-at", at=found.read_at)
    return Text("router-read", at=found.read_at, secrets=found.secrets)


def _on_the_way(line: RouterLine) -> str:
    """What becomes of the changes that the router does not have yet."""
    if not line.enabled:
        return "router-wishes-off"
    if line.watch_only:
        return "router-wishes-watched"
    return "router-wishes-down" if line.reachable is False else "router-wishes"


def _names(found: RouterDetail) -> list[Block]:
    return [
        Text(
            "drift-names",
            kind=Text(f"drift-{kind}", count=found.line.drift[kind]),
            names=list(names[:NAMES]),
            more=max(found.line.drift[kind] - NAMES, 0),
        )
        for kind, names in found.names.items()
        if names
    ]


def _ways(actor: Actor, found: RouterDetail) -> tuple[Row, ...]:
    """What those who manage it may do with one that is served; a shared one is the root's."""
    if not actor.can("router.manage") or not found.line.enabled or not found.own:
        return ()
    name = found.line.name
    sync = Button(Text("router-sync"), "router.sync", (name, found.line.id))
    ask = Button(Text("router-release"), "router.ask-release", (name,))
    waits = {row.kind: row for row in found.incidents if row.kind in alerts.DECISIONS}
    waits.pop("mass-change", None)
    decide = [row for each in waits.values() for row in alerts.deciding(each)]
    return (*decide, (sync,), *(((ask,),) if found.line.waiting and found.line.whole else ()))


@action("router.sync", right="router.manage", refresh="router")
async def sync(turn: Turn, actor: Actor, ports: Ports, name: str, router_id: int) -> Screen:
    """Read it whole again now, instead of at the next turn."""
    await routers.sync_now(actor, router_id)
    return (await router(actor, ports, name)).saying(Text("router-syncing"))


@action("router.ask-release", right="router.manage", refresh="router")
async def ask_release(turn: Turn, actor: Actor, ports: Ports, name: str) -> Screen:
    """What letting the held-back changes through means."""
    found = await routers.detail(actor, name)
    return Screen(
        (Text("router-release-ask", count=found.line.waiting, name=found.line.name),),
        (
            (
                Button(
                    Text("router-release-yes"),
                    "router.release",
                    (found.line.name, found.line.id, found.line.waiting),
                    once=True,
                ),
            ),
            (Button(Text("back"), "router", (found.line.name,)),),
        ),
    )


@action("router.release", right="router.manage", refresh="router")
async def release(
    turn: Turn, actor: Actor, ports: Ports, name: str, router_id: int, seen: int
) -> Screen:
    """The next pass makes them."""
    await routers.release(actor, router_id, seen)
    return (await router(actor, ports, name)).saying(Text("router-released"))


async def _differs(customer_id: int) -> Text:
    """That the router is mended, or is not."""
    if await holding.obstacle(customer_id) == "watch-only":
        return Text("live-differs-watched")
    service = await services.of(customer_id)
    waits = service is not None and service.error.startswith(WAITS)
    return Text("live-differs-waits" if waits else "live-differs")


@action("customer.live", right="router.see", refresh="customer")
async def live(turn: Turn, actor: Actor, ports: Ports, customer_id: int) -> Screen:
    """The customer's connection, asked from the router now."""
    customer = await customer_verbs.get(actor, customer_id)
    if await services.of(customer_id) is None:
        why = await holding.obstacle(customer_id) or holding.NOT_YET
        return Screen(
            (
                Text("live-of", name=customer.name, id=customer.code),
                Text("live-none", why=Text(f"unheld-{why}")),
            ),
            ((Button(Text("back"), "customer", (customer_id,)),),),
        )
    found = await routers.live(customer_id, ports)
    return Screen(
        (
            Text("live-of", name=customer.name, id=customer.code),
            Lines(
                Text(f"live-{found.served}"),
                Text("live-address", address=found.address) if found.address else None,
                Text("live-uptime", uptime=found.uptime) if found.uptime else None,
                Text("live-profile", profile=found.profile) if found.profile else None,
                Text("live-disabled") if found.disabled else None,
                None if found.is_as_desired else await _differs(customer_id),
            ),
            Text("live-asked", at=found.asked_at),
        ),
        (
            (
                Button(Text("refresh"), "customer.live", (customer_id,)),
                Button(Text("back"), "customer", (customer_id,)),
            ),
        ),
    )
