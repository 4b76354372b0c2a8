"""What customers were told: what failed or is not known first, each with its tries, sent again."""

from __future__ import annotations

from domain.customers import customers as customer_verbs
from domain.messaging import history, outbox
from domain.messaging.history import Told, Try
from domain.ports import Ports
from domain.staff.rights import Actor
from handlers.staff import customers, whys
from handlers.ui import guide, paging
from handlers.ui.commands import action, command, screen
from handlers.ui.screens import Button, Lines, Row, Screen, Text
from handlers.ui.turns import Turn

PAGE = 8

customers.on_card(Text("messages-button"), "messages.of", right="message.see", order=40)


@command("messages", right="message.see", home=10)
async def by_command(turn: Turn, actor: Actor, ports: Ports) -> Screen:
    """What failed, and what nobody is sure was sent."""
    return await listed(actor, ports)


@screen("messages", right="message.see")
async def listed(actor: Actor, ports: Ports, which: str = "troubled", offset: int = 0) -> Screen:
    """A page of everybody's messages: those that need somebody, or all."""
    troubled = which != "all"
    rows = await history.page(actor, troubled=troubled, offset=offset, limit=PAGE + 1)
    title = "messages-troubled" if troubled else "messages-title"
    pages = paging.by_offset(
        "messages", which, offset=offset, shown=len(rows[:PAGE]), more=len(rows) > PAGE, size=PAGE
    )
    other = "all" if troubled else "troubled"
    return Screen(
        (Text(title) if rows else Text(f"{title}-none"),),
        (
            *((_row(row),) for row in rows[:PAGE]),
            pages,
            (Button(Text(f"messages-show-{other}"), "messages", (other, 0)), *guide.HOME),
        ),
    )


@screen("messages.of", right="message.see")
async def of_customer(actor: Actor, ports: Ports, customer_id: int, offset: int = 0) -> Screen:
    """All that one customer was told."""
    customer = await customer_verbs.get(actor, customer_id)
    rows = await history.page(
        actor, troubled=False, customer_id=customer.id, offset=offset, limit=PAGE + 1
    )
    pages = paging.by_offset(
        "messages.of", customer.id, offset=offset, shown=len(rows[:PAGE]), more=len(rows) > PAGE,
        size=PAGE,
    )  # fmt: skip
    return Screen(
        (
            Text("messages-of", name=customer.name, id=customer.code),
            *(() if rows else (Text("messages-title-none"),)),
        ),
        (
            *((_row(row, of_one=True),) for row in rows[:PAGE]),
            pages,
            (Button(Text("back"), "customer", (customer.id,)),),
        ),
    )


def _row(row: Told, *, of_one: bool = False) -> Button:
    shown = {
        "icon": Text(f"message-icon-{row.status.value}"),
        "what": Text(f"message-event-{row.event}"),
        "at": row.at,
    }
    if of_one:
        return Button(Text("messages-row-of", **shown), "message", (row.id,))
    return Button(Text("messages-row", name=row.customer, **shown), "message", (row.id,))


@screen("message", right="message.see")
async def card(actor: Actor, ports: Ports, message_id: int) -> Screen:
    """One message: how it stands, and every try."""
    told, error, tries = await history.get(actor, message_id)
    again: Row = ()
    if told.status in history.MAY_RESEND and actor.can("message.send"):
        again = (Button(Text("message-resend"), "message.resend", (told.id,), once=True),)
    return Screen(
        (
            Lines(
                Text("message-head", what=Text(f"message-event-{told.event}"), at=told.at),
                Text("find-name", name=told.customer, id=told.code),
                Text("message-standing", icon=Text(f"message-icon-{told.status.value}"),
                     state=Text(f"message-state-{told.status.value}")),
                Text("message-why", why=whys.why(error)) if error else None,
            ),
            *(_try(each) for each in tries),
            *((Text("quoted", text=tries[-1].text),) if tries else ()),
        ),
        (
            again,
            (Button(Text("message-customer"), "customer", (told.customer_id,)),
             Button(Text("message-others"), "messages.of", (told.customer_id,))),
            (Button(Text("refresh"), "message", (told.id,)), *guide.HOME),
        ),
    )  # fmt: skip


def _try(each: Try) -> Lines:
    return Lines(
        Text("message-try", channel=Text(f"channel-{each.channel.value}"), gateway=each.gateway,
             at=each.at, state=Text(f"message-state-{each.status.value}")),
        Text("message-why", why=whys.why(each.error)) if each.error else None,
    )  # fmt: skip


@action("message.resend", right="message.send", refresh="message")
async def resend(turn: Turn, actor: Actor, ports: Ports, message_id: int) -> Screen:
    """Send it again, by this person's word."""
    await outbox.resend(actor, message_id)
    return (await card(actor, ports, message_id)).saying(Text("message-resent"))
