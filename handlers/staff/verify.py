"""Money that a person must decide about: approve what was seen, or reject with a reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from domain.accounts import gateways
from domain.billing import dues
from domain.customers import customers as customer_verbs
from domain.errors import CurrencyForeign, DomainError, RepeatSuspected
from domain.messaging import notices
from domain.money import Money, parse
from domain.outreach import hearing
from domain.payments import claims, verifying
from domain.payments.models import Verification
from domain.payments.sights import TxnUsed
from domain.payments.states import VerificationStatus
from domain.ports import Ports
from domain.staff import operators, people
from domain.staff.rights import Actor
from handlers.staff import search, sighted, tried
from handlers.ui import errors, guide
from handlers.ui.commands import action, command, screen
from handlers.ui.flows import Filling, Option, Step, flow, row_number
from handlers.ui.screens import Block, Button, Lines, Row, Screen, Text, Watch
from handlers.ui.turns import Turn

REASONS = ("not-received", "other-amount", "used-before", "other-account")


@command("verify", right="payment.verify", home=6)
async def verify(turn: Turn, actor: Actor, ports: Ports) -> Screen:
    """What waits for a decision, the oldest first."""
    waiting = await verifying.waiting(actor)
    if not waiting:
        return Screen((Text("verify-none"),), (guide.HOME,))
    return Screen(
        (Text("verify-waiting"), *[await _in_short(each) for each in waiting]),
        (*[(await _row(each),) for each in waiting], guide.HOME),
    )


async def _row(row: Verification) -> Button:
    customer = await verifying.claimant(row)
    amount = Money(row.amount_minor, row.currency)
    name = customer.name if customer else verifying.txn_of(row)
    return Button(Text("verify-row", name=name, amount=amount), "verification.card", (row.id,))


async def _in_short(row: Verification) -> Lines:
    """Who says so, what and when, and what they owe."""
    gateway = await gateways.get(row.gateway_id)
    return Lines(
        *await _whose(row),
        Text("verify-amount", amount=Money(row.amount_minor, row.currency)),
        Text("verify-txn", txn=verifying.txn_of(row), gateway=gateway.name),
        Text("verify-at", at=row.asked_at),
    )


async def _whose(row: Verification) -> list[Text]:
    """Whose money it is said to be, how to call them, and what they owe."""
    customer = await verifying.claimant(row)
    if customer is None:
        return [Text("verify-nobody")]
    return [
        Text("verify-customer", name=customer.name, id=customer.code),
        *([Text("customer-mobile", mobile=customer.mobile)] if customer.mobile else []),
        Text("paid-due-now", due=await dues.due_of(customer.id)),
    ]


@screen("verification.card", right="payment.verify")
async def card(actor: Actor, ports: Ports, verification_id: int) -> Screen:
    """One claim of money: whose, how much, what does not fit."""
    row = await verifying.get(actor, verification_id)
    choices = await _decisions(row)  # first: a button may only be good for what is shown with it
    return Screen(
        await _about(actor, row),
        choices,
        watch=Watch("verification.card", (row.id,), f"verification:{row.id}"),
    )


async def _about(actor: Actor, row: Verification) -> tuple[Block, ...]:
    gateway = await gateways.get(row.gateway_id)
    blocks: list[Block] = [
        Lines(
            Text("verify-title", kind=Text(f"verify-kind-{row.kind}")),
            *await _whose(row),
            Text("verify-amount", amount=Money(row.amount_minor, row.currency)),
            Text("verify-txn", txn=verifying.txn_of(row), gateway=gateway.name),
            Text("verify-sender", sender=row.sender) if row.sender else None,
            Text("verify-at", at=row.asked_at),
        )
    ]
    if row.misfit:
        customer = await verifying.claimant(row)
        code = customer.code if customer else ""
        blocks.append(Lines(*(_misfit(code, *each) for each in await claims.misfits(actor, row))))
    blocks += await tried.blocks(row.attempt_id)
    if row.status is VerificationStatus.SUBMITTED:
        blocks += await _warnings(actor, row)
    else:
        blocks.append(await _decided(row))
    return tuple(blocks)


async def _decided(row: Verification) -> Lines:
    """Who decided and why, or that a payment did; and what was posted where it is not the claim."""
    who = await people.actor_by_id(row.decided_by_id) if row.decided_by_id else None
    is_approved = row.status is VerificationStatus.APPROVED
    paid = await claims.posted(row) if is_approved else None
    number = f"R{paid.id:07d}" if paid else None
    if who is None and is_approved:
        decided = Text("verify-settled", number=number, at=row.decided_at)
    else:
        decided = Text(
            f"verify-{row.status}",
            who=who.name if who else "",
            at=row.decided_at,
            reason=row.reason or None,
        )
    amount = Money(paid.amount_minor, paid.currency) if paid else None
    if amount is None or amount == Money(row.amount_minor, row.currency):
        return Lines(decided)
    return Lines(decided, Text("verify-posted-as", amount=amount, number=number))


async def _warnings(actor: Actor, row: Verification) -> list[Block]:
    """What forbids to post it as it is, and where else its transaction is known."""
    foreign = await verifying.foreign_to(row)
    warned: list[Block] = []
    if foreign:
        amount = Money(row.amount_minor, row.currency)
        warned.append(Text("verify-foreign", amount=amount, currency=foreign))
    known = await verifying.seen_elsewhere(actor, row)
    return warned + sighted.blocks([*known, *await verifying.alike(actor, row)])


def _misfit(code: str, what: str, ours: str, theirs: str) -> Text:
    """`code` is the ID of the customer whose money it is said to be."""
    if what == "reference" and not ours and theirs and theirs == code:
        return Text("verify-misfit-reference-id", theirs=theirs)
    if not theirs and what in {"reference", "amount"}:
        return Text(f"verify-misfit-{what}-unsaid", ours=ours or None)
    if not ours and what in {"reference", "txn-used"}:
        return Text(f"verify-misfit-{what}-unknown", theirs=theirs)
    return Text(f"verify-misfit-{what}", ours=ours, theirs=theirs)


async def _decisions(row: Verification) -> tuple[Row, ...]:
    if row.status is not VerificationStatus.SUBMITTED:
        return ()
    foreign = await verifying.foreign_to(row)
    other = Text("verify-in-own", currency=foreign) if foreign else Text("verify-otherwise")
    reject = Button(Text("verify-reject"), "verification.why", (row.id,))
    otherwise = Button(other, "verification.otherwise", (row.id,))
    if foreign or not row.customer_id or not row.amount_minor:
        return ((otherwise, reject),)
    amount = Money(row.amount_minor, row.currency)
    posted = await verifying.posted_before(row)
    if posted is not None:
        another = (_another(row, posted, row.customer_id, amount),)
        return (*await _is_it(row), another, (otherwise, reject))
    approve = Text("verify-approve", amount=amount)
    return (
        (Button(approve, "verification.approve", (row.id,), once=True),),
        (otherwise, reject),
    )


async def _is_it(row: Verification) -> tuple[Row, ...]:
    """To say that it is the money of a payment that is there."""
    paid = await verifying.paid_by(row)
    if paid is None:
        return ()
    label = Text("verify-same", number=f"R{paid.id:07d}")
    return ((Button(label, "verification.same", (row.id, paid.id), once=True),),)


def _another(row: Verification, posted: int, customer_id: int, amount: Money) -> Button:
    return Button(
        Text("verify-another", amount=amount),
        "verification.another",
        (row.id, posted, customer_id, amount.minor),
        once=True,
    )


@action("verification.approve", right="payment.verify", refresh="verification.card")
async def approve(turn: Turn, actor: Actor, ports: Ports, verification_id: int) -> Screen:
    """The money was seen, with this amount."""
    try:
        before = await claims.posted(await verifying.get(actor, verification_id))
        await verifying.decide(actor, verification_id, approve=True)
    except (TxnUsed, RepeatSuspected, CurrencyForeign) as why:
        return (await card(actor, ports, verification_id)).saying(_why_not(why))
    said = Text("verify-nothing-posted" if before else "verify-posted")
    return (await card(actor, ports, verification_id)).saying(said)


def _why_not(why: DomainError) -> Text:
    return Text("verify-alike") if isinstance(why, RepeatSuspected) else errors.sentence(why)


@action("verification.same", right="payment.verify", refresh="verification.card")
async def same(
    turn: Turn, actor: Actor, ports: Ports, verification_id: int, payment_id: int
) -> Screen:
    """It is the money of a payment that is in the books: nothing more is posted."""
    await verifying.match(actor, verification_id, payment_id)
    return (await card(actor, ports, verification_id)).saying(Text("verify-nothing-posted"))


@action("verification.another", right="payment.verify", refresh="verification.card")
async def another(
    turn: Turn,
    actor: Actor,
    ports: Ports,
    verification_id: int,
    payment_id: int,
    customer_id: int,
    amount: int,
) -> Screen:
    """The transaction has the id of posted ones; a person says that it is another than those."""
    customer = await customer_verbs.get(actor, customer_id)
    seen = Money(amount, await operators.currency_of(customer.operator_id))
    try:
        await verifying.decide(
            actor,
            verification_id,
            approve=True,
            amount=seen,
            customer=customer,
            reason=await _not_theirs(actor, ports, verification_id, customer.id),
            apart_from=payment_id,
        )
    except (TxnUsed, RepeatSuspected) as why:
        return await _ask_another(actor, ports, verification_id, customer.id, seen, why)
    return (await card(actor, ports, verification_id)).saying(Text("verify-posted"))


async def _not_theirs(actor: Actor, ports: Ports, verification_id: int, customer_id: int) -> str:
    """What the claimant is told where the money turns out to be another customer's."""
    row = await verifying.get(actor, verification_id)
    if row.customer_id in {None, customer_id}:
        return ""
    language = await verifying.language_of(actor, verification_id)
    return ports.texts.t(language, "verify-why-anothers")


async def _ask_another(
    actor: Actor,
    ports: Ports,
    verification_id: int,
    customer_id: int,
    amount: Money,
    why: TxnUsed | RepeatSuspected,
) -> Screen:
    """Where the transaction is in the books, and whether this is another one."""
    row, posted = await verifying.get(actor, verification_id), why.values.get("payment")
    shown = (await card(actor, ports, verification_id)).saying(_why_not(why))
    if (customer_id, amount) != (row.customer_id, Money(row.amount_minor, row.currency)):
        whose = await customer_verbs.get(actor, customer_id)
        seen = sighted.blocks(await verifying.alike(actor, row, whose, amount))
        shown = replace(shown, blocks=(*shown.blocks, *seen))
    if not isinstance(posted, int):
        return shown
    leave = Button(Text("paid-again-no"), "verification.card", (verification_id,))
    return replace(shown, buttons=((_another(row, posted, customer_id, amount),), (leave,)))


@action("verification.why", right="payment.verify", refresh="verification.card")
async def why(turn: Turn, actor: Actor, ports: Ports, verification_id: int) -> Screen:
    """Why it is rejected; the customer is told."""
    row = await verifying.get(actor, verification_id)
    if row.status is not VerificationStatus.SUBMITTED:
        return await card(actor, ports, verification_id)
    reasons = tuple(
        (Button(Text(f"verify-why-{name}"), "verification.reject", (row.id, name), once=True),)
        for name in REASONS
    )
    return Screen(
        (*await _about(actor, row), Text("verify-why")),
        (*reasons, (Button(Text("back"), "verification.card", (row.id,)),)),
    )


@action("verification.reject", right="payment.verify", refresh="verification.card")
async def reject(
    turn: Turn, actor: Actor, ports: Ports, verification_id: int, reason: str
) -> Screen:
    """Nothing is posted; the customer learns why."""
    language = await verifying.language_of(actor, verification_id)
    said = ports.texts.t(language, f"verify-why-{reason}")
    row = await verifying.decide(actor, verification_id, approve=False, reason=said)
    if await claims.posted(row) is not None:  # who has paid is told of no refusal
        return (await card(actor, ports, verification_id)).saying(Text("verify-nothing-posted"))
    heard = row.customer_id and await hearing.hears(row.customer_id, notices.PAYMENT_REJECTED)
    told = Text("customer-told" if heard else "customer-untold")
    return (await card(actor, ports, verification_id)).saying(told)


@action("verification.otherwise", right="payment.verify", refresh="verification.card")
async def otherwise(turn: Turn, actor: Actor, ports: Ports, verification_id: int) -> Screen:
    """Approve another amount, or for another customer: asked step by step."""
    row = await verifying.get(actor, verification_id)
    values: dict[str, object] = {"verification": row.id}
    if row.customer_id:
        values["customer"] = row.customer_id
    return await guide.begin(SEEN, turn, actor, ports, values=values)


async def _currency(filling: Filling) -> str:
    """What the chosen customer's money is kept in."""
    customer = await customer_verbs.get(filling.actor, filling.values["customer"])
    return await operators.currency_of(customer.operator_id)


async def _ask_amount(filling: Filling) -> Screen:
    return Screen((Text("verify-ask-amount", currency=await _currency(filling)),))


async def _amount(filling: Filling, text: str) -> int:
    return parse(text, await _currency(filling)).minor


async def _claimed(filling: Filling) -> Sequence[Option]:
    row = await verifying.get(filling.actor, filling.values["verification"])
    amount = Money(row.amount_minor, row.currency)
    fits = amount and amount.currency == await _currency(filling)
    return [Option(Text("plain", value=amount), amount.minor)] if fits else []


async def _known(filling: Filling, text: str) -> int:
    return int((await verifying.get(filling.actor, row_number("verification", text))).id)


async def _confirm(filling: Filling) -> Screen:
    customer = await customer_verbs.get(filling.actor, filling.values["customer"])
    row = await verifying.get(filling.actor, filling.values["verification"])
    amount = Money(int(filling.values["amount"]), await _currency(filling))
    seen = await verifying.seen_elsewhere(filling.actor, row)
    return Screen(
        (
            Text("verify-confirm", name=customer.name, id=customer.code, amount=amount),
            Text("verify-txn", txn=row.txn_id, gateway=(await gateways.get(row.gateway_id)).name),
            *sighted.blocks(seen),
        )
    )


async def _do(filling: Filling) -> Screen:
    row = await verifying.get(filling.actor, filling.values["verification"])
    customer = await customer_verbs.get(filling.actor, filling.values["customer"])
    amount = Money(int(filling.values["amount"]), await _currency(filling))
    try:
        await verifying.decide(
            filling.actor,
            row.id,
            approve=True,
            amount=amount,
            customer=customer,
            reason=await _not_theirs(filling.actor, filling.ports, row.id, customer.id),
        )
    except (TxnUsed, RepeatSuspected) as why:
        return await _ask_another(filling.actor, filling.ports, row.id, customer.id, amount, why)
    return await card(filling.actor, filling.ports, row.id)


SEEN = flow(
    "seen",
    Step("verification", Text("verify-waiting"), parse=_known),
    search.customer_step(),
    Step("amount", _ask_amount, parse=_amount, options=_claimed),
    confirm=_confirm,
    do=_do,
    right="payment.verify",
)
