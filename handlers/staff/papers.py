"""Papers of a customer: as files here, by a link of the customer's, and sent to them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from urllib.parse import urlencode

from domain import clock
from domain.billing import bills
from domain.billing.bills import BillFilter
from domain.calendar import Span, today
from domain.customers import customers as customer_verbs
from domain.errors import InvalidValue, NoGateway, Outdated
from domain.messaging import notices
from domain.money import Money
from domain.outreach import hearing
from domain.payments import history, links, mailing, papers, statements
from domain.payments.mailing import Wanted
from domain.payments.states import PaperKind
from domain.ports import Document, Ports
from domain.staff.rights import Actor
from handlers.staff import customers, filters, search
from handlers.ui import guide
from handlers.ui.commands import action, command, screen
from handlers.ui.flows import Filling, Step, flow
from handlers.ui.screens import Button, Row, Screen, Text, in_rows, plain
from handlers.ui.turns import Turn

RIGHT = "amount.see"
LATEST = 2  # of each kind, on the card

customers.on_card(Text("papers-button"), "papers", right=RIGHT, order=31)


@screen("papers", right=RIGHT)
async def card(actor: Actor, ports: Ports, customer_id: int) -> Screen:
    """What there is on paper of a customer: a tap makes it."""
    customer = await customer_verbs.named(actor, customer_id)
    made = await bills.page(actor, BillFilter(customer_id=customer.id), limit=LATEST)
    paid = await history.page(actor, customer.id, limit=LATEST)
    on = today(clock.now(), actor.timezone)
    usual = [
        Button(Text(f"papers-days-{name}"), "statement.pdf", _packed(customer.id, span))
        for name, span in statements.at_once(on).items()
    ]
    return Screen(
        (Text("papers-title", name=customer.name, id=customer.code), Text("papers-statement")),
        (
            *in_rows(usual),
            (Button(Text("papers-days-other"), "statement.ask", (customer.id,)),),
            *((Button(Text("papers-bill", number=row.number), "bill.pdf", (row.id,)),)
              for row in made),
            *((Button(Text("papers-payment", amount=Money(row.amount_minor, row.currency),
                           on=row.paid_on), "payment.receipt", (row.id,)),) for row in paid),
            (Button(Text("back"), "customer", (customer.id,)),),
        ),
    )  # fmt: skip


def _packed(customer_id: int, span: Span) -> tuple[str | int, ...]:
    return customer_id, span.starts_on.isoformat(), span.ends_on.isoformat()


def _span(first: str, last: str) -> Span:
    try:
        return Span.parse(first, last)
    except ValueError:
        raise Outdated from None


@action("statement.pdf", right=RIGHT, refresh="papers")
async def statement(
    turn: Turn, actor: Actor, ports: Ports, customer_id: int, first: str, last: str
) -> Screen:
    """The statement over these days as a file."""
    return await _statement(actor, ports, customer_id, _span(first, last))


async def _statement(actor: Actor, ports: Ports, customer_id: int, span: Span) -> Screen:
    seen = await statements.of(actor, customer_id, span)
    said = Text("papers-statement-of", name=seen.customer_name, days=span, balance=seen.closing)
    wanted = Wanted(PaperKind.STATEMENT, customer_id, span)
    return await paper(actor, ports, said, wanted, customer_id, seen.closing)


async def paper(
    actor: Actor, ports: Ports, said: Text, wanted: Wanted, customer_id: int, due: Money
) -> Screen:
    """The paper as a file, and the ways to bring it to the customer; the caller has seen to it
    that the actor may see it."""
    facts = await mailing.facts(wanted, await pay_url(actor, ports, customer_id, due))

    async def make() -> Document:
        return await papers.made(ports.papers, facts)

    told = await _ways(actor, wanted, customer_id)
    return Screen((said,), (told,) if told else (), paper=make, edit=False)


async def pay_url(actor: Actor, ports: Ports, customer_id: int, due: Money) -> str:
    """Where the paper's code leads; nowhere when nothing is due or nobody could pay online."""
    if due.minor <= 0:
        return ""
    customer = await customer_verbs.get(actor, customer_id)
    try:
        link, _ = await links.make(actor, customer, for_nothing=True)
    except NoGateway:
        return ""
    return links.url_of(link, ports.public_url)


async def _ways(actor: Actor, wanted: Wanted, customer_id: int) -> Row:
    if not actor.can("link.send"):
        return ()
    packed = (wanted.kind.value, wanted.id, *(_packed(0, wanted.span)[1:] if wanted.span else ()))
    copy = Button(Text("paper-link"), "paper.link", packed)
    if not await hearing.hears(customer_id, notices.PAPER, asked=True):
        return (copy,)
    return Button(Text("paper-send"), "paper.send", packed, once=True), copy


def _wanted(kind: str, id_: int, days: Sequence[str | int]) -> Wanted:
    if kind not in {each.value for each in PaperKind}:
        raise Outdated
    return Wanted(PaperKind(kind), id_, _span(*map(str, days)) if days else None)


@action("paper.send", right="link.send", refresh="home")
async def send(
    turn: Turn, actor: Actor, ports: Ports, kind: str, paper_id: int, *days: str | int
) -> Screen:
    """Put it into the outbox for the customer."""
    await mailing.send(actor, _wanted(kind, paper_id, days))
    return Screen((Text("paper-sent"),), edit=False)


@action("paper.link", right="link.send", refresh="home")
async def link(
    turn: Turn, actor: Actor, ports: Ports, kind: str, paper_id: int, *days: str | int
) -> Screen:
    """The address at which the customer finds it, to copy."""
    wanted = _wanted(kind, paper_id, days)
    customer = await mailing.customer_of(actor, wanted)
    made, _ = await links.make(actor, customer, for_nothing=True)
    url = f"{links.url_of(made, ports.public_url)}/{_address(wanted)}"
    return Screen(
        (Text("link-here"), plain(url)),
        ((Button(Text("link-copy"), copy=url), Button(Text("link-open"), url=url)),),
        edit=False,
    )


def _address(wanted: Wanted) -> str:
    """Behind the link, as the pages have it."""
    if wanted.span is not None:
        days = {"since": wanted.span.starts_on, "until": wanted.span.ends_on}
        return f"statement.pdf?{urlencode(days)}"
    name = {PaperKind.INVOICE: "invoice", PaperKind.RECEIPT: "receipt"}.get(wanted.kind, "note")
    asked = {"invoice": "bill", "receipt": "payment"}.get(name, "note")
    return f"{name}.pdf?{urlencode({asked: wanted.id})}"


@command("statement", right=RIGHT, args="CUSTOMER [DAYS]")
async def by_command(turn: Turn, actor: Actor, ports: Ports) -> Screen:
    """`/statement rahim 2026-10 2026-11`; these three months where no days are named."""
    words, on = list(turn.words), today(clock.now(), actor.timezone)
    days: list[str] = []
    while len(words) > 1 and (said := filters.days(words[-1], on)):
        days += said
        words.pop()
    usual = statements.usual(on)
    span = _span(min(days), max(days)) if days else usual
    return await guide.begin(
        STATEMENT, turn, actor, ports,
        values={"days": list(_packed(0, span)[1:])}, given={"customer": " ".join(words)},
    )  # fmt: skip


@action("statement.ask", right=RIGHT, refresh="papers")
async def ask(turn: Turn, actor: Actor, ports: Ports, customer_id: int) -> Screen:
    """Asks for the days."""
    customer = await customer_verbs.named(actor, customer_id)
    return await guide.begin(STATEMENT, turn, actor, ports, values={"customer": customer.id})


async def _days(filling: Filling, text: str) -> list[str]:
    """The first day and the last of all that was typed."""
    on = today(clock.now(), filling.actor.timezone)
    found: list[str] = []
    for word in text.replace("–", " ").split():
        said = filters.days(word, on)
        if said is None:
            raise InvalidValue(field="date", given=word[:40], example="2026-11-01 2026-11-30")
        found += said
    if not found:
        raise InvalidValue(field="date", given="", example="2026-11-01 2026-11-30")
    return [min(found), max(found)]


async def _make(filling: Filling) -> Screen:
    span = (
        date.fromisoformat(filling.values["days"][0]),
        date.fromisoformat(filling.values["days"][1]),
    )
    return await _statement(filling.actor, filling.ports, filling.values["customer"], Span(*span))


STATEMENT = flow(
    "statement",
    search.customer_step(),
    Step("days", Text("papers-ask-days"), parse=_days, title="step-days"),
    do=_make,
    right=RIGHT,
)
