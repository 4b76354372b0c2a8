"""What happened, in past tense; `reactions` is the one map from an event to its consequences.

Events carry ids. They are handled inside the transaction of their cause, in the order of the map.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, TypeVar


@dataclass(frozen=True, slots=True)
class Event:
    """Something that has happened."""


@dataclass(frozen=True, slots=True)
class BillsMade(Event):
    """Bills were made, with their messages, and what advance settles of them.

    They are those of the run from `first_id` to `last_id`; by hand it is one, of no run. Of late
    fees with bills of their own, other bills of no run may stand between.
    """

    run_id: int | None
    first_id: int
    last_id: int


@dataclass(frozen=True, slots=True)
class PaymentPosted(Event):
    """Money came and is in the books."""

    payment_id: int
    customer_id: int
    operator_id: int
    attempt_id: int | None = None
    link_id: int | None = None
    left_minor: int = 0  # what no bill took, so that it stays as advance
    payer: str = "active"  # where the customer stands


@dataclass(frozen=True, slots=True)
class PaymentReversed(Event):
    """A payment was taken back."""

    payment_id: int
    customer_id: int
    reason: str


@dataclass(frozen=True, slots=True)
class PaymentRefunded(Event):
    """Money of a payment went back, and the books have it."""

    payment_id: int
    customer_id: int
    refund_id: int


@dataclass(frozen=True, slots=True)
class RefundMoved(Event):
    """Money that is to go back was asked for, came further, or to its end."""

    refund_id: int
    payment_id: int
    customer_id: int


@dataclass(frozen=True, slots=True)
class RefundDoubted(Event):
    """The gateway does not say what became of a refund: a person has to look there."""

    refund_id: int
    payment_id: int
    customer_id: int


@dataclass(frozen=True, slots=True)
class VouchersChanged(Event):
    """Recharge cards of a lot were printed, issued, redeemed, or are good no more."""

    lot_id: int


@dataclass(frozen=True, slots=True)
class DuesChanged(Event):
    """What customers owe has changed, for whatever cause."""

    customer_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class VerificationAsked(Event):
    """A person must decide about money that was claimed or does not fit."""

    verification_id: int


@dataclass(frozen=True, slots=True)
class VerificationDecided(Event):
    """It is decided; `not_of` is the customer whom their money was refused, and who is told."""

    verification_id: int
    approved: bool
    not_of: int | None = None


@dataclass(frozen=True, slots=True)
class AttemptChanged(Event):
    """A try to pay came to a new state that staff may want to see.

    That it was paid is told by `PaymentPosted`.
    """

    attempt_id: int
    customer_id: int


@dataclass(frozen=True, slots=True)
class LinkSent(Event):
    """A payment link was put into the outbox."""

    link_id: int
    customer_id: int


@dataclass(frozen=True, slots=True)
class CustomersChanged(Event):
    """Customers were added, or what is known of them has changed."""

    customer_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class CustomersWelcomed(Event):
    """Customers are new with us, not only brought over from elsewhere."""

    customer_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class FirstSessionsSeen(Event):
    """These customers were seen online for the first time."""

    customer_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class PackageSwitched(Event):
    """A customer has another package, and the days left are reckoned; or has the old one again."""

    change_id: int
    customer_id: int


@dataclass(frozen=True, slots=True)
class ChangeGivenUp(Event):
    """The day of a planned change of package has come, and it can't be carried out any more."""

    change_id: int
    customer_id: int


@dataclass(frozen=True, slots=True)
class PackageChanged(Event):
    """A package has another profile on routers."""

    package_id: int


@dataclass(frozen=True, slots=True)
class RouterChanged(Event):
    """A router is reached or used in another way; `holds_otherwise` if it has other terms."""

    router_id: int
    holds_otherwise: bool


@dataclass(frozen=True, slots=True)
class CutAnnounced(Event):
    """The rules would suspend these customers, whom nobody has warned: it waits a day."""

    customer_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class EndAnnounced(Event):
    """The validity of these customers is over, of which nobody has warned them: it waits a day."""

    customer_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class BalanceLow(Event):
    """The prepaid balance of these customers runs out soon, or has, and service stops a day on."""

    customer_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ValidityMoved(Event):
    """A customer's validity ends on another day, or never."""

    customer_id: int


@dataclass(frozen=True, slots=True)
class CustomersSuspended(Event):
    """Desired state became suspended."""

    customer_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class CustomerReconnected(Event):
    """Desired state became active again."""

    customer_id: int


@dataclass(frozen=True, slots=True)
class ServicesConfirmed(Event):
    """A router was read back and shows what was desired; it ends a reconnection of some."""

    customer_ids: tuple[int, ...]
    reconnected: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class ServicesHeld(Event):
    """A router was read back and shows that these suspended customers are held."""

    customer_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class StillHeld(Event):
    """Everything is paid, and the service stays off until a person decides."""

    customer_id: int


@dataclass(frozen=True, slots=True)
class SessionsSeen(Event):
    """After their reconnection, a session of these customers was seen with the paid service."""

    customer_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class PurchaseBegun(Event):
    """What a customer bought is good from now on, or from the first login."""

    purchase_id: int
    customer_id: int


@dataclass(frozen=True, slots=True)
class LoginsSeen(Event):
    """Customers began to use what they were granted: who, and at which instant (ms)."""

    begun: tuple[tuple[int, int], ...]

    @property
    def customer_ids(self) -> tuple[int, ...]:
        """Who they are."""
        return tuple(customer_id for customer_id, _ in self.begun)


@dataclass(frozen=True, slots=True)
class AllowancesSpent(Event):
    """Of what these customers were granted nothing is left."""

    customer_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class MessagesMoved(Event):
    """Messages reached a state that people see: sent, delivered, read, failed, unknown, dropped.

    `customer_ids` are those who were written to; of broadcasts nothing is told here.
    """

    customer_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class BroadcastChanged(Event):
    """A broadcast moved: asked for, approved, started, progressed, paused, ended."""

    broadcast_id: int


@dataclass(frozen=True, slots=True)
class BulkChanged(Event):
    """What is done to many at once moved: read, asked for, approved, progressed, ended."""

    bulk_id: int


@dataclass(frozen=True, slots=True)
class GroupBound(Event):
    """A group was bound to a purpose: what waits already has to come to it."""

    group_id: int


@dataclass(frozen=True, slots=True)
class IncidentChanged(Event):
    """An incident opened, changed or closed."""

    incident_id: int


@dataclass(frozen=True, slots=True)
class GatewayTroubled(Event):
    """A gateway refused our credentials or keeps failing."""

    gateway_id: int
    reason: str


@dataclass(frozen=True, slots=True)
class GatewayRecovered(Event):
    """A gateway that was in trouble serves us again, or got new credentials."""

    gateway_id: int


@dataclass(frozen=True, slots=True)
class MessageGivenUp(Event):
    """A message could not even be prepared, and is tried no more."""

    message_id: int


@dataclass(frozen=True, slots=True)
class StrangerStopped(Event):
    """Somebody who hides the number asked to stop, and nobody is known by that id."""

    name: str
    operator_id: int | None


@dataclass(frozen=True, slots=True)
class StrangerPlaced(Event):
    """Somebody who had asked to stop is known now, or wants it again."""

    name: str


@dataclass(frozen=True, slots=True)
class StaffRemoved(Event):
    """A person of the staff has no access any more."""

    staff_id: int


E = TypeVar("E", bound=Event)
Reaction = Callable[[Any], Awaitable[None]]
_reactions: dict[type[Event], list[Reaction]] = {}


def listen(mapping: dict[type[Event], list[Reaction]]) -> None:
    """Put the map of reactions in force; called once, by the composition root and by tests."""
    _reactions.clear()
    _reactions.update(mapping)


async def publish(event: Event) -> None:
    """Let everything that follows from the event happen now, in the caller's transaction."""
    for reaction in _reactions.get(type(event), ()):
        await reaction(event)
