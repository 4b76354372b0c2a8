"""What follows from what: the one map from an event to its consequences, in order.

Everything here happens in the transaction of the cause. Whatever is to reach the outside is
written down (a message in the outbox, a desired state, a card to be redrawn) and done by workers
after the commit.
"""

from __future__ import annotations

from domain import clock
from domain.billing import enforcement, prepaid
from domain.billing.charging import writing
from domain.billing.models import PackageChange
from domain.bulk import bulks
from domain.chat import cards
from domain.chat.models import Group, Purpose
from domain.customers.models import HELD, Customer, CustomerStatus
from domain.events import (
    AllowancesSpent,
    AttemptChanged,
    BalanceLow,
    BillsMade,
    BroadcastChanged,
    BulkChanged,
    ChangeGivenUp,
    CustomerReconnected,
    CustomersChanged,
    CustomersSuspended,
    CustomersWelcomed,
    CutAnnounced,
    DuesChanged,
    EndAnnounced,
    Event,
    FirstSessionsSeen,
    GatewayRecovered,
    GatewayTroubled,
    GroupBound,
    IncidentChanged,
    LinkSent,
    LoginsSeen,
    MessageGivenUp,
    MessagesMoved,
    PackageChanged,
    PackageSwitched,
    PaymentPosted,
    PaymentRefunded,
    PaymentReversed,
    PurchaseBegun,
    Reaction,
    RefundDoubted,
    RefundMoved,
    RouterChanged,
    ServicesConfirmed,
    ServicesHeld,
    SessionsSeen,
    StaffRemoved,
    StillHeld,
    StrangerPlaced,
    StrangerStopped,
    ValidityMoved,
    VerificationAsked,
    VerificationDecided,
    VouchersChanged,
)
from domain.hotspot import running
from domain.incidents import incidents
from domain.incidents.models import Incident
from domain.messaging import optout, outbox
from domain.network import services
from domain.outreach import (
    notifiers,
    of_balances,
    of_broadcasts,
    of_money,
    of_payments,
    of_refunds,
    of_service,
    of_troubles,
    waiting,
)
from domain.outreach.of_changes import tell_given_up
from domain.payments import links
from domain.payments.models import Link, Payment, Refund, Verification
from domain.staff import people
from domain.staff.rights import key_of
from domain.vouchers import lots, redeeming


async def _close_links(event: PaymentPosted) -> None:
    await links.close_settled(event.customer_id)


async def _close_all_links(event: DuesChanged) -> None:
    await links.close_settled(*event.customer_ids)


async def _review_service(event: PaymentReversed | PaymentRefunded) -> None:
    await enforcement.review(event.customer_id)


async def _review_services(event: DuesChanged) -> None:
    for customer_id in event.customer_ids:
        await enforcement.review(customer_id)


async def _review_payer(event: PaymentPosted) -> None:
    """Where the payer stands was read with a lock when the money was taken in."""
    if event.payer in HELD:
        await enforcement.review(event.customer_id)


async def _redraw_customer(
    event: PaymentPosted
    | PaymentReversed
    | PaymentRefunded
    | LinkSent
    | AttemptChanged
    | CustomerReconnected,
) -> None:
    await cards.refresh(f"customer:{event.customer_id}")


async def _redraw_customers(
    event: DuesChanged
    | CustomersChanged
    | CustomersSuspended
    | ServicesConfirmed
    | SessionsSeen
    | LoginsSeen
    | AllowancesSpent
    | MessagesMoved,
) -> None:
    await cards.refresh(*(f"customer:{customer_id}" for customer_id in event.customer_ids))


async def _redraw_billed(event: BillsMade) -> None:
    await cards.refresh_all("customer", writing.billed(event))


async def _bring_services_in_line(event: CustomersChanged) -> None:
    await services.ensure(event.customer_ids, at_once=event.customer_ids)


async def _tell_package(event: PackageSwitched) -> None:
    await of_service.repackaged(await PackageChange.get(id=event.change_id))


async def _send_package(event: PackageChanged) -> None:
    await services.take_package(event.package_id)


async def _go_on_with_router(event: RouterChanged) -> None:
    await services.take_router(event.router_id, holds_otherwise=event.holds_otherwise)


async def _send_receipt(event: PaymentPosted) -> None:
    await of_money.received(event.payment_id, event.customer_id, event.operator_id)


async def _tell_sender(event: PaymentPosted) -> None:
    """Whoever sent the link learns that it was paid."""
    link = await Link.get_or_none(id=event.link_id) if event.link_id else None
    if link is None or link.staff_id is None or link.broadcast_id:
        return
    await cards.raise_in_private(
        await people.with_chat([link.staff_id]),
        key=f"paid:{event.payment_id}",
        screen="payment.paid-note",
        args={"payment_id": event.payment_id},
        subject=f"payment:{event.payment_id}",
    )


async def _tell_overpayment(event: PaymentPosted) -> None:
    """From outside, and no longer due: paid twice, or settled meanwhile. Staff may give it back.
    Who is charged by the day pays ahead.

    Who takes money by hand sees what becomes of it at once.
    """
    if not event.left_minor or (await Payment.get(id=event.payment_id)).gateway_id is None:
        return
    if await prepaid.is_daily(event.customer_id):
        return
    await of_payments.show_group(
        event.payment_id, event.operator_id, key=f"overpaid:{event.payment_id}",
        screen="payment.overpaid-note",
    )  # fmt: skip


async def _tell_unserved(event: PaymentPosted) -> None:
    """Money of who left, or came online of who is not connected yet: a person decides about it."""
    if event.payer not in (CustomerStatus.LEFT, CustomerStatus.PENDING):
        return
    payment = await Payment.get(id=event.payment_id)
    if event.payer == CustomerStatus.PENDING and payment.staff_id is not None:
        return
    await of_payments.show_group(
        event.payment_id, event.operator_id, key=f"unserved:{event.payment_id}",
        screen="payment.unserved-note",
    )  # fmt: skip


async def _tell_reversal(event: PaymentReversed) -> None:
    payment = await Payment.get(id=event.payment_id)
    await of_money.taken_back(payment)
    await cards.refresh(f"payment:{payment.id}")


async def _tell_refund(event: PaymentRefunded) -> None:
    await of_money.given_back(await Refund.get(id=event.refund_id))


async def _show_refund(event: RefundMoved) -> None:
    await of_refunds.show(await Refund.get(id=event.refund_id))


async def _ask_about_refund(event: RefundDoubted) -> None:
    await of_refunds.ask_about(await Refund.get(id=event.refund_id))


async def _ask_staff(event: VerificationAsked) -> None:
    row = await Verification.get(id=event.verification_id)
    await cards.raise_to_group(
        Purpose.PAYMENTS,
        row.operator_id,
        key=f"verification:{row.id}",
        screen="verification.card",
        args={"verification_id": row.id},
        subject=f"verification:{row.id}",
        right="payment.verify",
    )


async def _tell_decision(event: VerificationDecided) -> None:
    row = await Verification.get(id=event.verification_id)
    await cards.refresh(f"verification:{row.id}")
    if event.not_of is not None:
        await of_money.not_found(row, event.not_of)


async def _warn_before_cut(event: CutAnnounced) -> None:
    await notifiers.warn(event.customer_ids)


async def _tell_suspensions(event: ServicesHeld) -> None:
    """Only what was read back from the router is told as done."""
    await of_service.held(event.customer_ids)


async def _tell_reconnections(event: ServicesConfirmed) -> None:
    """Only what was read back from the router is told as done."""
    for customer_id in event.reconnected:
        await of_service.reconnected(customer_id)


async def _ask_about_held(event: StillHeld) -> None:
    """Whoever paid everything may wait for a person, who has to hear of it."""
    customer = await Customer.get(id=event.customer_id)
    on = clock.now().strftime("%Y%m%d")
    await cards.raise_to_group(
        Purpose.PAYMENTS,
        customer.operator_id,
        key=f"still-held:{customer.id}:{on}",
        screen="still-held.note",
        args={"customer_id": customer.id},
        subject=f"customer:{customer.id}",
        right="customer.suspend",
    )


async def _show_incident(event: IncidentChanged) -> None:
    row = await Incident.get(id=event.incident_id)
    if incidents.is_muted(row) and row.closed_at is None:
        await cards.refresh(f"incident:{row.id}")  # what is on show stays true, nothing new comes
        return
    await cards.raise_to_group(
        Purpose.ALERTS,
        row.operator_id,
        key=f"incident:{row.id}",
        screen="incident.card",
        args={"incident_id": row.id},
        subject=f"incident:{row.id}",
        right="router.manage",
    )
    await cards.refresh(f"incident:{row.id}")


async def _bring_what_waits(event: GroupBound) -> None:
    group = await Group.get(id=event.group_id)
    await waiting.bring(group)
    await bulks.bring(group)


async def _take_up_messages(event: GatewayRecovered) -> None:
    await outbox.take_up(event.gateway_id)


async def _forget_cards(event: StaffRemoved) -> None:
    await cards.forget(key_of(event.staff_id))


MAP: dict[type[Event], list[Reaction]] = {
    PaymentPosted: [
        _close_links,
        running.follow,
        prepaid.take_up_money,
        _review_payer,
        _send_receipt,
        _tell_sender,
        _tell_overpayment,
        _tell_unserved,
        _redraw_customer,
    ],
    PaymentReversed: [
        redeeming.free_voucher,
        running.follow,
        prepaid.take_up_money,
        _review_service,
        _tell_reversal,
        _redraw_customer,
    ],
    PaymentRefunded: [
        running.follow,
        prepaid.take_up_money,
        _review_service,
        _tell_refund,
        _redraw_customer,
    ],
    RefundMoved: [_show_refund],
    RefundDoubted: [_ask_about_refund],
    VouchersChanged: [lots.redraw_lot],
    BillsMade: [_redraw_billed],
    DuesChanged: [
        _close_all_links,
        running.follow_all,
        prepaid.take_up_dues,
        _review_services,
        _redraw_customers,
    ],
    VerificationAsked: [_ask_staff],
    VerificationDecided: [_tell_decision],
    AttemptChanged: [_redraw_customer],
    CustomersChanged: [
        running.keep_out,
        _bring_services_in_line,
        prepaid.begin_days,
        optout.recall,
        _redraw_customers,
    ],
    CustomersWelcomed: [of_service.welcome],
    FirstSessionsSeen: [of_service.tell_first_sessions],
    PurchaseBegun: [of_service.bought],
    LoginsSeen: [running.start, _redraw_customers],
    AllowancesSpent: [running.end_spent, _redraw_customers],
    PackageSwitched: [_tell_package],
    ChangeGivenUp: [tell_given_up],
    PackageChanged: [_send_package],
    RouterChanged: [_go_on_with_router],
    LinkSent: [_redraw_customer],
    CutAnnounced: [_warn_before_cut],
    BalanceLow: [of_balances.tell_low],
    EndAnnounced: [notifiers.tell_end],
    ValidityMoved: [enforcement.resume],
    CustomersSuspended: [_redraw_customers],
    CustomerReconnected: [running.follow, prepaid.go_on, _redraw_customer],
    ServicesConfirmed: [_tell_reconnections, _redraw_customers],
    ServicesHeld: [_tell_suspensions],
    StillHeld: [_ask_about_held],
    SessionsSeen: [_redraw_customers],
    MessagesMoved: [_redraw_customers],
    BroadcastChanged: [of_broadcasts.show],
    BulkChanged: [bulks.show],
    GroupBound: [_bring_what_waits],
    IncidentChanged: [_show_incident],
    GatewayTroubled: [of_troubles.alert_gateway],
    GatewayRecovered: [of_troubles.clear_gateway, _take_up_messages],
    MessageGivenUp: [of_troubles.alert_message],
    StrangerStopped: [of_troubles.alert_stranger],
    StrangerPlaced: [of_troubles.alert_stranger],
    StaffRemoved: [_forget_cards],
}
