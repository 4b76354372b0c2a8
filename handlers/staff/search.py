"""Finding a customer: by the command, by any other text, in a flow, and from any chat."""

from __future__ import annotations

import re
from collections.abc import Sequence

from domain.customers.search import Hit, certain
from domain.errors import NotFound
from domain.money import Money, latin_digits
from domain.ports import Ports
from domain.reports import finding
from domain.staff.rights import Actor
from handlers.staff import customers
from handlers.staff.home import FIND
from handlers.ui import paging
from handlers.ui.commands import command, inline, screen
from handlers.ui.flows import Filling, Option, Step, Unclear
from handlers.ui.screens import Button, Found, Lines, Screen, Text
from handlers.ui.turns import Turn

SHOWN, LONGEST = 8, 100
_LINKABLE = re.compile(r"[A-Za-z0-9_-]{1,50}")


@command("find", right="customer.see", args="TEXT", home=0)
async def find(turn: Turn, actor: Actor, ports: Ports) -> Screen:
    """One hit opens the card; several are listed with what tells them apart."""
    if not turn.text.strip():
        return Screen((Text("find-ask"),))
    return await found(actor, ports, turn.text)


@screen("found", right="customer.see")
async def found(actor: Actor, ports: Ports, text: str, offset: int = 0) -> Screen:
    """A page of those who fit, or the card of the one who is meant."""
    hits = await _hits(actor, text, offset + SHOWN + 1)
    given = " ".join(text.split())[:60]
    if not hits:
        return Screen((Text("find-none", given=given), Text("find-hint")))
    meant = certain(hits)
    if meant is not None:
        return await customers.customer(actor, ports, meant.id)
    page = hits[offset : offset + SHOWN]
    more = len(hits) > offset + SHOWN
    return Screen(
        (
            Text("find-several", given=given),
            *(_described(hit) for hit in page),
            *((Text("find-more"),) if more else ()),
        ),
        (
            *((Button(_named(hit), "customer", (hit.id,)),) for hit in page),
            paging.by_offset(
                "found", text[:LONGEST], offset=offset, shown=len(page), more=more, size=SHOWN
            ),
        ),
    )


async def _hits(actor: Actor, text: str, limit: int = SHOWN) -> list[Hit]:
    return await finding.find(actor, latin_digits(text), limit=limit)


async def is_name(actor: Actor, words: Sequence[str]) -> bool:
    """Whether the words, with the number that they end in, name one customer."""
    meant = certain(await _hits(actor, " ".join(words)))
    return meant is not None and latin_digits(words[-1]) in latin_digits(meant.name).split()


def _named(hit: Hit) -> Text:
    return Text("find-name", name=hit.name, id=hit.code)


def _described(hit: Hit) -> Lines:
    where = Text("find-where", zone=hit.zone or None, operator=hit.operator, mobile=hit.mobile)
    status = Text("find-status", status=Text(f"customer-status-{hit.status}"))
    if hit.due_minor is None:
        return Lines(Text("find-head", name=hit.name, id=hit.code), where, status)
    due = Money(hit.due_minor, hit.currency)
    owing = Text("find-owing", status=Text(f"customer-status-{hit.status}"), due=due)
    return Lines(Text("find-head", name=hit.name, id=hit.code), where, owing)


async def pick(filling: Filling, text: str) -> int:
    """The customer that a text means, for a step of a flow: the row's id."""
    hits = await _hits(filling.actor, text, SHOWN + 1)
    if not hits:
        raise NotFound(what="customer", given=text[:40])
    meant = certain(hits)
    if meant is not None:
        return meant.id
    options = [Option(_choice(hit), hit.id) for hit in hits[:SHOWN]]
    ask = "find-which" if len(hits) <= SHOWN else "find-which-of-many"
    raise Unclear(Text(ask, given=text[:40]), options)


def _choice(hit: Hit) -> Text:
    return Text("find-choice", name=hit.name, id=hit.code, zone=hit.zone or None)


def customer_step(name: str = "customer") -> Step:
    """The step of a flow that asks for a customer; its value is the row's id."""
    return Step(name, Text("find-whom"), parse=pick, columns=1)


@inline
async def from_any_chat(actor: Actor, ports: Ports, text: str) -> list[Found]:
    """Customers for `@bot text`; what is sent holds no amount, since anybody may read it."""
    if len(text) < 2 or not actor.can("customer.see"):
        return []
    hits = await _hits(actor, text)
    return [
        Found(
            id=str(hit.id),
            title=_named(hit),
            description=Text(
                "find-where", zone=hit.zone or None, operator=hit.operator, mobile=hit.mobile
            ),
            screen=_passed_on(hit, ports),
        )
        for hit in hits
    ]


def _passed_on(hit: Hit, ports: Ports) -> Screen:
    said = Lines(
        Text("find-head", name=hit.name, id=hit.code),
        Text("find-where", zone=hit.zone or None, operator=hit.operator, mobile=hit.mobile),
    )
    if not ports.bot_username or not _LINKABLE.fullmatch(hit.code):
        return Screen((said,))
    link = f"https://t.me/{ports.bot_username}?start={FIND}{hit.code}"
    return Screen((said,), ((Button(Text("open"), url=link),),))
