"""Payment links: seen before they are sent, copied, or shown as a QR code."""

from __future__ import annotations

import io
from collections.abc import Sequence

import segno

from domain.customers import customers as customer_verbs
from domain.errors import NoGateway
from domain.outreach import hearing, previews
from domain.payments import history, links
from domain.ports import Document, Ports
from domain.reports.customer_card import CustomerCard
from domain.staff.rights import Actor
from handlers.staff import customers, search
from handlers.ui import guide
from handlers.ui.commands import action, command, screen
from handlers.ui.flows import Filling, flow
from handlers.ui.screens import Button, Row, Screen, Text, plain
from handlers.ui.turns import Turn

customers.on_card(
    Text("link-button"),
    "link",
    right="link.send",
    order=10,
    when=lambda card: bool(card.due) or card.pays_ahead,
)


@customers.fact("link.send")
async def last_link(actor: Actor, ports: Ports, card: CustomerCard) -> Sequence[Text]:
    """How the last link stands: sent, delivered, opened, paid."""
    link = await history.last_link(card.id)
    if link is None:
        return ()
    state = Text(f"link-state-{link.state}")
    if link.message:
        message = Text(f"message-event-{link.message}")
        return [Text("link-fact-with", state=state, message=message, at=link.at)]
    return [Text("link-fact", state=state, at=link.at)]


async def _preview(actor: Actor, ports: Ports, customer_id: int) -> Screen:
    """The words as they go; without a way to write now, no channel and no cost is named."""
    customer = await customer_verbs.get(actor, customer_id)
    notice, about = await links.occasion(customer)
    seen = await previews.of_notice(notice, customer, ports, about=about)
    if seen.channel is None:
        head = Text("link-preview-only", name=customer.name, id=customer.code)
        return Screen((head, Text("quoted", text=seen.text)))
    how = Text(f"channel-{seen.channel}")
    return Screen(
        (
            Text("link-preview", name=customer.name, id=customer.code, channel=how),
            Text("quoted", text=seen.text),
            Text("link-cost", segments=seen.segments, cost=seen.cost),
        )
    )


@screen("link", right="link.send")
async def link(actor: Actor, ports: Ports, customer_id: int) -> Screen:
    """What the customer will get, and the ways to get it to them; raises `NoGateway` for none."""
    shown = await _preview(actor, ports, customer_id)
    send: tuple[Row, ...] = ((Button(Text("link-send"), "link.send", (customer_id,), once=True),),)
    if not await _hears(actor, customer_id):
        shown, send = shown.below(Text("link-only-copy")), ()
    return shown.with_rows(
        *send,
        (
            Button(Text("link-copy"), "link.copy", (customer_id,)),
            Button(Text("link-qr"), "link.qr", (customer_id,)),
        ),
        (Button(Text("back"), "customer", (customer_id,)),),
    )


async def _hears(actor: Actor, customer_id: int) -> bool:
    notice, _ = await links.occasion(await customer_verbs.get(actor, customer_id))
    return await hearing.hears(customer_id, notice, asked=True)


@action("link.send", right="link.send", refresh="customer")
async def send(turn: Turn, actor: Actor, ports: Ports, customer_id: int) -> Screen:
    """Put it into the outbox; the card then shows what becomes of it."""
    try:
        await links.send(actor, await customer_verbs.get(actor, customer_id))
        if not await _hears(actor, customer_id):
            return (await copy(turn, actor, ports, customer_id)).below(Text("link-only-copy"))
    except NoGateway as why:
        if why.values.get("kind") == "payment":
            raise
        return (await copy(turn, actor, ports, customer_id)).below(Text("link-only-copy"))
    card = await customers.customer(actor, ports, customer_id)
    return card.below(Text("link-sent")).saying(Text("link-sent"))


async def _made(actor: Actor, ports: Ports, customer_id: int) -> str:
    customer = await customer_verbs.get(actor, customer_id)
    made, _ = await links.make(actor, customer)
    return links.url_of(made, ports.public_url)


@action("link.copy", right="link.send", refresh="customer")
async def copy(turn: Turn, actor: Actor, ports: Ports, customer_id: int) -> Screen:
    """The address itself, for any other way."""
    url = await _made(actor, ports, customer_id)
    return Screen(
        (Text("link-here"), plain(url)),
        (
            (Button(Text("link-copy"), copy=url), Button(Text("link-open"), url=url)),
            (Button(Text("back"), "customer", (customer_id,)),),
        ),
    )


@action("link.qr", right="link.send", refresh="customer")
async def qr(turn: Turn, actor: Actor, ports: Ports, customer_id: int) -> Screen:
    """A picture that the customer's phone reads from the collector's."""
    url = await _made(actor, ports, customer_id)
    picture = io.BytesIO()
    segno.make(url, error="m").save(picture, kind="png", scale=8, border=3)
    return Screen(
        (Text("link-scan"),),
        document=Document("pay.png", "image/png", picture.getvalue()),
        edit=False,
    )


async def _asked(filling: Filling) -> Screen:
    return await link(filling.actor, filling.ports, filling.values["customer"])


LINK = flow("link", search.customer_step(), do=_asked, right="link.send")


@command("link", right="link.send", args="CUSTOMER", home=2)
async def by_command(turn: Turn, actor: Actor, ports: Ports) -> Screen:
    """`/link rahim`: the preview at once, or whom it is for first."""
    return await guide.begin(LINK, turn, actor, ports, given={"customer": turn.text})
