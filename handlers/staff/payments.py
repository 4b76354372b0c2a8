"""Recording money: one typed line or a few taps, seen before it is done, taken back for a while."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from domain import clock
from domain.billing import dues
from domain.calendar import parse_day, today
from domain.customers import customers as customer_verbs
from domain.customers.customers import CustomerCard
from domain.errors import AmountNotReadable, DateNotReadable, RepeatSuspected
from domain.money import Money, latin_digits, parse
from domain.payments import history, posting
from domain.payments.models import Payment
from domain.payments.states import Method, PaymentStatus
from domain.ports import Ports
from domain.staff.rights import Actor
from handlers.staff import customers, filters, search
from handlers.ui import guide
from handlers.ui.commands import action, command, screen
from handlers.ui.flows import Filling, Option, Step, flow
from handlers.ui.screens import Block, Button, Lines, Screen, Text, Watch
from handlers.ui.turns import Turn

OFFERED = (Method.CASH, Method.BKASH, Method.NAGAD, Method.ROCKET, Method.BANK, Method.OTHER)
_METHODS = [Option(Text(f"method-{method}"), method.value) for method in OFFERED]
_METHOD_WORDS = {f"method-words-{each}": (each.value,) for each in Method if each != "online"}
_UNITS = {"taka", "tk", "tk.", "bdt", "৳", "টাকা"}

customers.on_card(Text("paid-button"), "payment.begin", right="payment.record", order=20)


@customers.fact("amount.see")
async def last_payment(actor: Actor, ports: Ports, card: CustomerCard) -> Sequence[Text]:
    """What came last."""
    last = await history.last_payment(card.id)
    if last is None:
        return ()
    return [Text("paid-fact", amount=last.amount, method=Text(f"method-{last.method}"), at=last.at)]


@action("payment.begin", right="payment.record", refresh="customer")
async def from_card(turn: Turn, actor: Actor, ports: Ports, customer_id: int) -> Screen:
    """From the customer card: the amount is what is missing."""
    return await guide.begin(PAID, turn, actor, ports, values={"customer": customer_id})


@command("paid", right="payment.record", args="CUSTOMER AMOUNT [METHOD] [TXN] [DATE]", home=1)
async def paid(turn: Turn, actor: Actor, ports: Ports) -> Screen:
    """`/paid rahim 500 bkash 9XYZ12AB yesterday`; whatever is missing is asked."""
    at = await _amount_at(turn.words, actor)
    method_of = filters.words_for(ports.texts, actor.language, _METHOD_WORDS)
    given = _read(turn.words, at, today(clock.now(), actor.timezone), method_of)
    return await guide.begin(PAID, turn, actor, ports, given=given)


async def _amount_at(words: Sequence[str], actor: Actor) -> int:
    """Where the customer ends: at the first amount, or at what is to be refused as one.

    A number may end a name, too: in `/paid hoque 77 500` if that is somebody.
    """
    further = range(1, len(words))
    first = next((i for i in further if _is_amount(words[i], actor.currency)), None)
    if first is None:
        return next((i for i in further if _is_meant_as_amount(words[i])), len(words))
    number_follows = first + 1 < len(words) and _is_amount(words[first + 1], actor.currency)
    if number_follows and await search.is_name(actor, words[: first + 1]):
        return first + 1
    return first


def _read(
    words: Sequence[str], at: int, now_on: date, method_of: Callable[[str], tuple[str, ...]]
) -> dict[str, str]:
    """The line: the customer up to the amount, then method, date, transaction in any order."""
    given = {"customer": " ".join(words[:at])}
    if at < len(words):
        given["amount"] = words[at]
    for word in words[at + 1 :]:
        if method := method_of(word.casefold()):
            given["method"] = method[0]
        elif _is_day(word, now_on):
            given["date"] = word
        elif word.casefold() not in _UNITS:
            given["txn"] = word
    return given


def _is_amount(word: str, currency: str) -> bool:
    try:
        return bool(parse(word, currency))
    except AmountNotReadable:
        return False


def _is_meant_as_amount(word: str) -> bool:
    return latin_digits(word).lstrip("-+৳.,")[:1].isdigit() or word[:1] in "-+"


def _is_day(word: str, now_on: date) -> bool:
    try:
        return bool(parse_day(word, now_on))
    except DateNotReadable:
        return False


async def _amount(filling: Filling, text: str) -> int:
    return parse(text, filling.actor.currency).minor


async def _due_option(filling: Filling) -> Sequence[Option]:
    due = await dues.due_of(filling.values["customer"])
    return [Option(Text("paid-all", due=due), due.minor)] if due else []


async def _ask_amount(filling: Filling) -> Screen:
    customer = await customer_verbs.get(filling.actor, filling.values["customer"])
    due = await dues.due_of(customer.id)
    return Screen((Text("paid-ask-amount", name=customer.name, due=due),))


async def _method(filling: Filling, text: str) -> str:
    return Method(text.strip().lower()).value if text.strip().lower() in set(Method) else "other"


async def _txn(filling: Filling, text: str) -> str:
    return text.strip()


async def _date(filling: Filling, text: str) -> str:
    now_on = today(clock.now(), filling.actor.timezone)
    day = parse_day(text, now_on)
    if day > now_on:
        raise DateNotReadable(text=text[:40])
    return day.isoformat()


def _money(filling: Filling) -> Money:
    return Money(int(filling.values["amount"]), filling.actor.currency)


async def _confirm(filling: Filling) -> Screen:
    customer = await customer_verbs.get(filling.actor, filling.values["customer"])
    due, amount = await dues.due_of(customer.id), _money(filling)
    after = Money(max(due.minor - amount.minor, 0), due.currency)
    rest = Money(max(amount.minor - due.minor, 0), due.currency)
    given = filling.values
    return Screen(
        (
            Text("paid-confirm", name=customer.name, id=customer.customer_id, amount=amount),
            Lines(
                Text("paid-method", method=Text(f"method-{given['method']}")),
                Text("paid-txn", txn=given["txn"]) if given.get("txn") else None,
                Text("paid-on", on=date.fromisoformat(given["date"])) if given["date"] else None,
            ),
            Lines(
                Text("paid-due-now", due=due),
                Text("paid-due-after", due=after),
                Text("paid-to-advance", rest=rest) if rest else None,
            ),
        )
    )


async def _do(filling: Filling) -> Screen:
    try:
        payment = await _record(filling.actor, dict(filling.values), again=False)
    except RepeatSuspected as why:
        given = filling.values
        args = (given["customer"], given["amount"], given["method"], given["date"] or "")
        return Screen(
            (Text("paid-again", amount=_money(filling), at=why.values["at"]),),
            (
                (Button(Text("paid-again-yes"), "payment.again", args, once=True),),
                (Button(Text("paid-again-no"), "customer", (given["customer"],)),),
            ),
        )
    return await recorded(filling.actor, filling.ports, payment.id)


async def _record(actor: Actor, given: dict[str, Any], *, again: bool) -> Payment:
    customer = await customer_verbs.get(actor, int(given["customer"]))
    return await posting.record(
        actor,
        customer,
        Money(int(given["amount"]), actor.currency),
        Method(given["method"]),
        txn_id=str(given.get("txn") or ""),
        paid_on=date.fromisoformat(given["date"]) if given.get("date") else None,
        again=again,
    )


@action("payment.again", right="payment.record", refresh="customer")
async def record_again(
    turn: Turn, actor: Actor, ports: Ports, customer_id: int, amount: int, method: str, on: str
) -> Screen:
    """The same amount twice within minutes, and meant so."""
    given = {"customer": customer_id, "amount": amount, "method": method, "date": on}
    payment = await _record(actor, given, again=True)
    return await recorded(actor, ports, payment.id)


async def _about(actor: Actor, payment: Payment) -> tuple[Block, ...]:
    customer = await customer_verbs.get(actor, payment.customer_id)
    settled = await history.settled_by(payment)
    amount = Money(payment.amount_minor, payment.currency)
    advance = await dues.advance_of(customer.id)
    return (
        Lines(
            Text("paid-of", name=customer.name, id=customer.customer_id, amount=amount),
            Text("paid-method", method=Text(f"method-{payment.method}")),
            Text("paid-txn", txn=payment.txn_id) if payment.txn_id else None,
            Text("paid-on", on=payment.paid_on),
        ),
        Lines(
            *(Text("paid-settled", number=number, amount=part) for number, part in settled),
            Text("paid-advance", advance=advance) if advance else None,
            Text("paid-due-now", due=await dues.due_of(customer.id)),
        ),
    )


async def recorded(actor: Actor, ports: Ports, payment_id: int) -> Screen:
    """The result, with Undo while it can be taken back."""
    payment = await history.get(actor, payment_id)
    return Screen(
        (Text("paid-done"), *await _about(actor, payment)),
        (
            (
                PAID.undo_button(payment.id),
                Button(Text("paid-customer"), "customer", (payment.customer_id,)),
            ),
        ),
    )


async def take_back(turn: Turn, actor: Actor, ports: Ports, payment_id: int) -> Screen:
    """Undo: a reversal entry; the customer is told."""
    payment = await posting.undo(actor, payment_id)
    amount = Money(payment.amount_minor, payment.currency)
    return Screen(
        (Text("paid-undone", amount=amount),),
        ((Button(Text("paid-customer"), "customer", (payment.customer_id,)),),),
    )


@screen("payment", right="amount.see")
async def payment_card(actor: Actor, ports: Ports, payment_id: int) -> Screen:
    """One payment, whoever recorded it."""
    payment = await history.get(actor, payment_id)
    taken_back = payment.status is PaymentStatus.REVERSED
    may_reverse = not taken_back and actor.can("payment.reverse")
    return Screen(
        (
            *((Text("paid-was-undone"),) if taken_back else ()),
            *await _about(actor, payment),
        ),
        (
            (
                Button(Text("account-receipt-button"), "payment.receipt", (payment.id,)),
                Button(Text("paid-customer"), "customer", (payment.customer_id,)),
            ),
            (Button(Text("reverse-button"), "payment.reverse", (payment.id,)),)
            if may_reverse
            else (),
        ),
        watch=Watch("payment", (payment.id,), f"payment:{payment.id}"),
    )


@screen("payment.paid-note", right="amount.see")
async def paid_note(actor: Actor, ports: Ports, payment_id: int) -> Screen:
    """What whoever sent the link is told when it was paid."""
    shown = await payment_card(actor, ports, payment_id)
    return shown.below(Text("paid-by-link"))


@screen("payment.overpaid-note", right="amount.see")
async def overpaid_note(actor: Actor, ports: Ports, payment_id: int) -> Screen:
    """What the payments group is told when more was paid online than was still due."""
    shown = await payment_card(actor, ports, payment_id)
    return shown.below(Text("paid-over"))


PAID = flow(
    "paid",
    search.customer_step(),
    Step("amount", _ask_amount, parse=_amount, options=_due_option, resets=()),
    Step(
        "method",
        Text("paid-ask-method"),
        parse=_method,
        options=_METHODS,
        default="cash",
        asked=False,
    ),
    Step("txn", Text("paid-ask-txn"), parse=_txn, default="", asked=False),
    Step("date", Text("paid-ask-date"), parse=_date, default="", asked=False),
    confirm=_confirm,
    do=_do,
    undo=take_back,
    right="payment.record",
)
