"""Recording money: one typed line or a few taps, seen before it is done, taken back for a while."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from domain import clock, signs
from domain.billing import bills, dues, settling
from domain.calendar import parse_day, today
from domain.customers import customers as customer_verbs
from domain.customers.models import CustomerStatus
from domain.errors import InvalidValue, RepeatSuspected
from domain.messaging import notices
from domain.money import Money, parse, total
from domain.outreach import hearing
from domain.payments import history, posting, rules
from domain.payments.models import Payment
from domain.payments.sights import TxnClaimed, TxnUsed
from domain.payments.states import DayDoubt, Method
from domain.ports import Ports
from domain.staff import operators
from domain.staff.rights import Actor
from handlers.staff import customers, filters, paid_line, payment_cards, search, sighted
from handlers.ui import errors, guide
from handlers.ui.commands import action, command
from handlers.ui.flows import Filling, Option, Step, Unclear, flow
from handlers.ui.screens import Block, Button, Lines, Screen, Text, plain
from handlers.ui.turns import Turn

OFFERED = (Method.CASH, Method.BKASH, Method.NAGAD, Method.ROCKET, Method.BANK, Method.OTHER)
_METHODS = [Option(Text(f"method-{method}"), method.value) for method in OFFERED]
_METHOD_WORDS = {f"method-words-{each}": (each.value,) for each in Method if each in rules.TYPED}
_METHOD_VALUES = {each.value for each in rules.TYPED}
FREQUENT = 4  # methods beside Confirm
_SHARES = 6  # bills that a confirmation names

customers.on_card(Text("paid-button"), "payment.begin", right="payment.record", order=20)


@action("payment.begin", right="payment.record", refresh="customer")
async def from_card(turn: Turn, actor: Actor, ports: Ports, customer_id: int) -> Screen:
    """From the customer card: the amount is what is missing."""
    return await guide.begin(PAID, turn, actor, ports, values={"customer": customer_id})


@command("paid", right="payment.record", args="CUSTOMER AMOUNT [METHOD] [TXN] [DATE]", home=1)
async def paid(turn: Turn, actor: Actor, ports: Ports) -> Screen:
    """`/paid rahim 500 bkash 9XYZ12AB yesterday`; what is missing or not understood is asked."""
    now_on = today(clock.now(), actor.timezone)
    given = await paid_line.read(turn.words, actor, now_on, method_words(ports))
    return await guide.begin(PAID, turn, actor, ports, given=given)


def method_words(ports: Ports) -> paid_line.MethodOf:
    """Reads a word as the methods that it may mean."""
    return filters.words_for(ports.texts, _METHOD_WORDS)


async def _currency(filling: Filling) -> str:
    """What the customer's money is kept in, whatever the person's own operator uses."""
    customer = await customer_verbs.get(filling.actor, filling.values["customer"])
    return await operators.currency_of(customer.operator_id)


async def _amount(filling: Filling, text: str) -> int:
    currency = await _currency(filling)
    parts = text.split(paid_line.BETWEEN)
    several = list(dict.fromkeys(parse(part, currency) for part in parts))
    if len(several) > 1:
        choices = [Option(plain(amount), amount.minor) for amount in several]
        raise Unclear(Text("paid-which-amount"), choices)
    return several[0].minor


async def _due_option(filling: Filling) -> Sequence[Option]:
    due = await dues.due_of(filling.values["customer"])
    return [Option(Text("paid-all", due=due), due.minor)] if due else []


async def _ask_amount(filling: Filling) -> Screen:
    customer = await customer_verbs.get(filling.actor, filling.values["customer"])
    due = await dues.due_of(customer.id)
    return Screen((Text("paid-ask-amount", name=customer.name, due=due),))


async def _method(filling: Filling, text: str) -> str:
    method_of = method_words(filling.ports)
    named = [_method_named(part, method_of) for part in text.split(paid_line.BETWEEN)]
    if len(set(named)) > 1:
        known = {option.value: option for option in _METHODS}
        raise Unclear(
            Text("paid-which-method"),
            [known.get(name) or Option(Text(f"method-{name}"), name) for name in named],
        )
    return named[0]


def _method_named(text: str, method_of: paid_line.MethodOf) -> str:
    plain_text = text.strip().lower()
    if plain_text in _METHOD_VALUES:
        return plain_text
    meant = {name for word in plain_text.split() for name in method_of(word)}
    if len(meant) != 1:
        raise InvalidValue(field="choice", given=text[:40], example="bkash")
    return meant.pop()


async def _txn(filling: Filling, text: str) -> str:
    """A transaction id by its form; of anything else a person says whether it is one."""
    words = [rules.without_label(word) for word in text.split(paid_line.BETWEEN)]
    likely = paid_line.likely_txns(words)
    if len(words) == len(likely) == 1:
        return signs.within("txn-id", words[0].strip(), signs.LONGEST_ID)
    unread = " ".join(word for word in words if word not in likely)
    raise Unclear(
        Text("paid-unread", words=unread[:100]) if unread else Text("paid-which-txn"),
        [
            *(
                Option(Text("paid-is-txn", txn=word[:40]), word)
                for word in words[:4]
                if len(word) <= signs.LONGEST_ID and not rules.is_label(word)
            ),
            Option(Text("paid-no-txn"), ""),
        ],
    )


async def _date(filling: Filling, text: str) -> str | list[str | int]:
    """The day as ISO text; one that is doubtful but meant, with the customer it is meant for."""
    customer = await customer_verbs.get(filling.actor, filling.values["customer"])
    now_on = today(clock.now(), filling.actor.timezone)
    days = [parse_day(part, now_on, past=True) for part in text.split(paid_line.BETWEEN)]
    doubts = [rules.doubt_of_day(day, now_on, customer.joined_on) for day in days]
    if not any(doubts) and len(set(days)) == 1:
        return days[0].isoformat()
    sure = customer.id
    meant = [
        Option(Text("paid-day-meant", on=day), [str(day), sure] if doubt else str(day))
        for day, doubt in zip(days, doubts, strict=True)
        if doubt is not DayDoubt.TO_COME
    ]
    ask = Text("paid-which-day")
    if len(days) == 1 and doubts[0]:
        said = {"on": days[0], "name": customer.name, "joined": customer.joined_on}
        ask = Text(f"paid-day-{doubts[0]}", **said)
    raise Unclear(ask, [*meant, Option(Text("paid-day-today", on=now_on), "")])


def _day_of(given: Mapping[str, Any]) -> tuple[date | None, bool]:
    """The day of the payment, and whether it is meant whatever speaks against it."""
    said = given.get("date")
    if isinstance(said, list):
        return date.fromisoformat(said[0]), said[1] == int(given["customer"])
    return (date.fromisoformat(said) if said else None), False


async def _money(filling: Filling) -> Money:
    return Money(int(filling.values["amount"]), await _currency(filling))


async def _confirm(filling: Filling) -> Screen:
    given = filling.values
    customer = await customer_verbs.get(filling.actor, given["customer"])
    due, amount = await dues.due_of(customer.id), await _money(filling)
    shares = await settling.foresee(customer.id, amount)
    settled = total([share.part for share in shares], amount.currency)
    rest = amount - settled
    on, _ = _day_of(given)
    odd = given["method"] == Method.CASH and given.get("txn")
    return Screen(
        (
            Text("paid-confirm", name=customer.name, id=customer.code, amount=amount),
            Lines(
                Text("paid-method", method=Text(f"method-{given['method']}")),
                Text("paid-txn", txn=given["txn"]) if given.get("txn") else None,
                Text("paid-cash-txn") if odd else None,
                Text("paid-on", on=on) if on else None,
            ),
            *await sighted.known(filling.actor, given),
            *await _where_it_goes(given, shares),
            Lines(
                Text("paid-due-now", due=due),
                Text("paid-due-after", due=due - settled),
                Text("paid-to-advance", rest=rest) if rest else None,
                Text("paid-left") if customer.status is CustomerStatus.LEFT else None,
            ),
        )
    )


async def _where_it_goes(
    given: Mapping[str, Any], shares: Sequence[settling.Share]
) -> tuple[Block, ...]:
    """The bills that the money settles, and a word where that is not the bill that was tapped."""
    named, more = shares[:_SHARES], len(shares) - _SHARES
    lines = [
        *(_share(share) for share in named),
        *([Text("paid-settles-more", bills=more)] if more > 0 else []),
        *(await _not_tapped(given, shares) if "bill" in given else []),
    ]
    return (Lines(*lines),) if lines else ()


async def _not_tapped(given: Mapping[str, Any], shares: Sequence[settling.Share]) -> list[Text]:
    """What stays open of the bill on which the payment was begun: older ones come first."""
    rest = {share.bill_id: share.left for share in shares}
    return [
        Text("paid-not-tapped", number=bill.number, left=left)
        for bill in await bills.open_bills(given["customer"])
        if bill.id == given["bill"]
        if (left := rest.get(bill.id, Money(bill.total_minor - bill.paid_minor, bill.currency)))
    ]


def _share(share: settling.Share) -> Text:
    values = {
        "number": share.number,
        "period": share.span,
        "amount": share.part,
    }
    if not share.left:
        return Text("paid-settles", **values)
    return Text("paid-settles-part", left=share.left, **values)


async def _do(filling: Filling) -> Screen:
    given = dict(filling.values)
    try:
        payment = await _record(filling.actor, given, again=False)
    except RepeatSuspected as why:
        return _ask_again(given, "paid-again-yes", _repeated(filling, why, await _money(filling)))
    except TxnClaimed as why:
        return _ask_again(
            given, "paid-another", errors.sentence(why), *await sighted.known(filling.actor, given)
        )
    except TxnUsed as why:
        return await _ask_another(filling.actor, given, why)
    return await recorded(filling.actor, filling.ports, payment.id)


def _ask_again(given: Mapping[str, Any], label: str, *told: Block) -> Screen:
    on, meant = _day_of(given)
    day = on.isoformat() if on else ""
    args = (given["customer"], given["amount"], given["method"], day, given["txn"], int(meant))
    return Screen(
        told,
        (
            (Button(Text(label), "payment.again", args, once=True),),
            (Button(Text("paid-again-no"), "customer", (given["customer"],)),),
        ),
    )


async def _ask_another(actor: Actor, given: Mapping[str, Any], why: TxnUsed) -> Screen:
    """The transaction is in the books: where, and whether this is another one."""
    method, posted = Method(given["method"]), why.values.get("payment")
    on, meant = _day_of(given)
    args = (
        given["customer"], given["amount"], method.value, on.isoformat() if on else "",
        given["txn"], int(meant), posted if isinstance(posted, int) else 0,
    )  # fmt: skip
    return Screen(
        (errors.sentence(why), *await sighted.known(actor, given)),
        (
            (Button(Text("paid-another"), "payment.another", args, once=True),),
            (Button(Text("paid-again-no"), "customer", (given["customer"],)),),
        ),
    )


def _repeated(filling: Filling, why: RepeatSuspected, amount: Money) -> Text:
    first = why.values
    said = {
        "amount": amount,
        "at": first["at"],
        "method": Text(f"method-{first['method']}"),
        "txn": first["txn"] or None,
    }
    if first["staff_id"] is None:
        return Text("paid-again-online", **said)
    if first["staff_id"] == filling.actor.staff_id:
        return Text("paid-again", **said)
    return Text("paid-again-by", who=first["by"], **said)


async def _record(
    actor: Actor, given: Mapping[str, Any], *, again: bool, apart_from: int | None = None
) -> Payment:
    customer = await customer_verbs.get(actor, int(given["customer"]))
    on, meant = _day_of(given)
    return await posting.record(
        actor,
        customer,
        Money(int(given["amount"]), await operators.currency_of(customer.operator_id)),
        Method(given["method"]),
        txn_id=str(given.get("txn") or ""),
        paid_on=on,
        again=again,
        day_meant=meant,
        apart_from=apart_from,
    )


@action("payment.again", right="payment.record", refresh="customer")
async def record_again(
    turn: Turn, actor: Actor, ports: Ports, customer_id: int, amount: int, method: str, on: str,
    txn: str, meant: int,
) -> Screen:  # fmt: skip
    """The same amount twice within minutes, and meant so."""
    given = _given(customer_id, amount, method, on, txn, meant)
    try:
        payment = await _record(actor, given, again=True)
    except TxnUsed as why:
        return await _ask_another(actor, given, why)
    return await recorded(actor, ports, payment.id)


@action("payment.another", right="payment.record", refresh="customer")
async def record_another(
    turn: Turn, actor: Actor, ports: Ports, customer_id: int, amount: int, method: str, on: str,
    txn: str, meant: int, payment_id: int,
) -> Screen:  # fmt: skip
    """A transaction with the id of posted ones, which a person says is another than those shown."""
    given = _given(customer_id, amount, method, on, txn, meant)
    try:
        payment = await _record(actor, given, again=True, apart_from=payment_id)
    except TxnUsed as why:
        return await _ask_another(actor, given, why)
    return await recorded(actor, ports, payment.id)


def _given(
    customer_id: int, amount: int, method: str, on: str, txn: str, meant: int
) -> dict[str, Any]:
    return {
        "customer": customer_id,
        "amount": amount,
        "method": method,
        "txn": txn,
        "date": [on, customer_id] if meant else on,
    }


async def recorded(actor: Actor, ports: Ports, payment_id: int) -> Screen:
    """The result, with Undo while it can be taken back."""
    payment = await history.get(actor, payment_id)
    heard = await hearing.hears(payment.customer_id, notices.PAYMENT_RECEIVED)
    return Screen(
        (
            Text("paid-done" if heard else "paid-done-unheard"),
            *await payment_cards.about(actor, payment),
        ),
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
    heard = await hearing.hears(payment.customer_id, notices.PAYMENT_REVERSED)
    amount = Money(payment.amount_minor, payment.currency)
    return Screen(
        (
            Text("paid-undone", amount=amount),
            Text("customer-told" if heard else "customer-untold"),
        ),
        ((Button(Text("paid-customer"), "customer", (payment.customer_id,)),),),
    )


METHOD = Step(
    "method",
    Text("paid-ask-method"),
    parse=_method,
    options=_METHODS,
    default="cash",
    asked=False,
    beside=FREQUENT,
)
PAID = flow(
    "paid",
    search.customer_step(),
    Step("amount", _ask_amount, parse=_amount, options=_due_option, resets=()),
    METHOD,
    Step("txn", Text("paid-ask-txn"), parse=_txn, default="", asked=False),
    Step("date", Text("paid-ask-date"), parse=_date, default="", asked=False),
    confirm=_confirm,
    do=_do,
    undo=take_back,
    right="payment.record",
)
