"""Whose service is not as it should be: to be held and not held, held by no rule, not online."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from domain.billing import enforcement, restoring
from domain.billing.restoring import Waiting
from domain.customers import customers as customer_verbs
from domain.customers.models import HELD
from domain.network import holding, services
from domain.network.holding import Unlike
from domain.ports import Ports
from domain.reports.customer_card import CustomerCard
from domain.staff.rights import Actor
from handlers.staff import customers
from handlers.ui import guide, paging
from handlers.ui.commands import action, command, screen
from handlers.ui.screens import Button, Lines, Row, Screen, Text
from handlers.ui.turns import Turn


@customers.fact("customer.see")
async def unheld_fact(actor: Actor, ports: Ports, card: CustomerCard) -> Sequence[Text]:
    """Why no router holds a suspended customer, where none could."""
    if card.status not in HELD or await services.of(card.id) is not None:
        return ()
    return [not_held(await holding.obstacle(card.id))]


def not_held(why: str) -> Text:
    """That nothing is held, and why."""
    return Text("unheld-because", why=Text(f"unheld-{why or holding.NOT_YET}"))


@command("held", right="router.see")
async def held(turn: Turn, actor: Actor, ports: Ports) -> Screen:
    """Who is not held and should be, who is held by no rule, who is not online as paid for."""
    return await overview(actor, ports)


@screen("held", right="router.see")
async def overview(actor: Actor, ports: Ports) -> Screen:
    """How many of each, by reason."""
    unheld, waiting = await holding.counted(actor), await restoring.count_waiting(actor)
    unserved = await holding.count_unserved(actor)
    blocks = [*_reasons(unheld, await holding.count_unread(actor))]
    blocks.append(Text("held-waiting", count=waiting))
    blocks += _of("unserved-title", unserved)
    rows = ways(sum(unheld.values()), waiting, unserved=sum(unserved.values()))
    return Screen((Text("held-title"), *blocks), (*rows, guide.HOME))


def ways(unheld: int, waiting: int, router: str = "", *, unserved: int = 0) -> tuple[Row, ...]:
    """Buttons to the lists that have somebody in them."""
    lists = (
        (unheld, Button(Text("unheld-button", count=unheld), "unheld", (router, 0))),
        (waiting, Button(Text("held-waiting-button", count=waiting), "held.waiting", (0,))),
        (unserved, Button(Text("unserved-button", count=unserved), "unserved", (router, 0))),
    )
    return tuple((button,) for count, button in lists if count)


def _reasons(counted: Mapping[str, int], unread: int = 0) -> Sequence[Lines | Text]:
    if not counted and not unread:
        return [Text("unheld-none")]
    unknown = [Text("held-unread", count=unread)] if unread else []
    return [*_of("unheld-title", counted), *unknown]


def _of(title: str, counted: Mapping[str, int]) -> Sequence[Lines]:
    """How many there are, and of each reason."""
    reasons = [
        Text("unheld-reason", why=Text(f"unheld-{why}"), count=counted[why])
        for why in holding.REASONS
        if why in counted
    ]
    return [Lines(Text(title, count=sum(counted.values())), *reasons)] if reasons else []


@screen("unheld", right="router.see")
async def unheld(actor: Actor, ports: Ports, name: str = "", offset: int = 0) -> Screen:
    """Those who should be held and are not, of one router or of all."""
    counted = await holding.counted(actor, name)
    found = await holding.unheld(actor, name, offset=offset, limit=paging.PAGE)
    pages = paging.by_offset(
        "unheld", name, offset=offset, shown=len(found), total=sum(counted.values())
    )
    return Screen(
        (*_reasons(counted), *(_unlike(each, "unheld-because") for each in found)),
        (*(_to(each.id, each.name) for each in found), pages, (_back(name),)),
    )


@screen("unserved", right="router.see")
async def unserved(actor: Actor, ports: Ports, name: str = "", offset: int = 0) -> Screen:
    """Those who are to be online as paid for and are not seen so, of one router or of all."""
    counted = await holding.count_unserved(actor, name)
    found = await holding.unserved(actor, name, offset=offset, limit=paging.PAGE)
    pages = paging.by_offset(
        "unserved", name, offset=offset, shown=len(found), total=sum(counted.values())
    )
    none = () if counted else (Text("unserved-none"),)
    listed = (_unlike(each, "unserved-because") for each in found)
    return Screen(
        (*none, *_of("unserved-title", counted), *listed),
        (*(_to(each.id, each.name) for each in found), pages, (_back(name),)),
    )


def _unlike(each: Unlike, because: str) -> Lines:
    return Lines(
        Text("customer-head", name=each.name, id=each.code),
        Text("customer-router", router=each.router) if each.router else None,
        Text(because, why=Text(f"unheld-{each.why}")),
        Text(_since(each), at=each.since) if each.since else None,
    )


def _since(each: Unlike) -> str:
    if each.why.startswith("left-"):
        return "unheld-moved"
    return "unheld-freed" if each.freed else "unheld-since"


def _back(router: str) -> Button:
    return Button(Text("back"), "router", (router,)) if router else Button(Text("back"), "held")


def _to(customer_id: int, name: str) -> Row:
    return (Button(Text("plain", value=name), "customer", (customer_id,)),)


@screen("held.waiting", right="router.see")
async def waiting(actor: Actor, ports: Ports, offset: int = 0) -> Screen:
    """Those who are held by no rule: only a person brings them back."""
    total = await restoring.count_waiting(actor)
    found = await restoring.waiting(actor, offset=offset, limit=paging.PAGE)
    pages = paging.by_offset("held.waiting", offset=offset, shown=len(found), total=total)
    return Screen(
        (Text("held-waiting", count=total), *(_waiting(each) for each in found)),
        (*(_to(each.id, each.name) for each in found), pages, (_back(""),)),
    )


def _waiting(each: Waiting) -> Lines:
    return Lines(
        Text("customer-head", name=each.name, id=each.code),
        Text("held-since", at=each.since) if each.since else None,
        Text("cutting-reason", reason=each.reason) if each.reason else None,
        Text("customer-expires", on=each.expires_on) if each.expires_on else None,
        Text("customer-promised", on=each.promised_until) if each.promised_until else None,
        Text("customer-exempt") if each.exempt else None,
    )


@screen("still-held.note", right="customer.see")
async def still_held(actor: Actor, ports: Ports, customer_id: int) -> Screen:
    """What the payments group is told of who has paid everything and stays held."""
    customer = await customer_verbs.get(actor, customer_id)
    found = await restoring.waiting(actor, only=customer_id)
    if not found:
        return Screen((Text("still-held-over", name=customer.name, id=customer.code),))
    return Screen(
        (Text("still-held"), _waiting(found[0])),
        ((Button(Text("reconnect-button"), "still-held.reconnect", (customer_id,), once=True),),),
    )


@action("still-held.reconnect", right="customer.suspend", refresh="still-held.note")
async def reconnect(turn: Turn, actor: Actor, ports: Ports, customer_id: int) -> Screen:
    """Whoever decides brings the customer back from where it was told."""
    await enforcement.reconnect_by_hand(actor, customer_id)
    return (await still_held(actor, ports, customer_id)).saying(Text("reconnect-done"))
