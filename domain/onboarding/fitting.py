"""Whether what a row of a file would bring fits its customer: reach, currency, days, price."""

from __future__ import annotations

from domain import reach
from domain.customers.models import Customer
from domain.errors import CurrencyForeign, DayImpossible, FreeForGood, NotFound, PriceForeign
from domain.money import Money
from domain.onboarding.matching import Incoming
from domain.onboarding.references import References
from domain.staff.models import Operator
from domain.staff.rights import Actor


def check(incoming: Incoming, row: Customer | None, actor: Actor, references: References) -> None:
    """The actor reaches the customer, what they would have is theirs, and is possible."""
    values = incoming.values
    zone_id = values.get("zone_id", row.zone_id if row else None)
    if not reach.in_zones(actor, zone_id):
        raise NotFound(what="zone", given="")
    if row is not None and not (
        row.operator_id in references.operators and reach.in_zones(actor, row.zone_id)
    ):
        raise NotFound(what="customer", given=incoming.code)
    if row is not None:
        _check_currency(incoming, references.operator(row.operator_id))
    theirs = references.above_of(row.operator_id if row else incoming.operator_id)
    for kind, given, owner in incoming.pointed:
        if owner is not None and owner not in theirs:
            raise NotFound(what=kind, given=given)
    joined_on = values.get("joined_on", row.joined_on if row else incoming.usual["joined_on"])
    expires_on = values.get("expires_on")
    if expires_on is not None and expires_on < joined_on:
        raise DayImpossible(field="expires_on", given=expires_on, first=joined_on, second=None)
    _check_package(incoming, row, references)
    _check_price(incoming, row, references)


def _check_currency(incoming: Incoming, operator: Operator) -> None:
    """Amounts of a row that names no operator were read in the currency of whoever imports."""
    values = incoming.values
    own = (values.get("price_minor"), values.get("discount_minor"))
    minor = next(filter(None, (incoming.opening_due, incoming.advance, *own)), 0)
    if minor and incoming.currency != operator.currency:
        raise CurrencyForeign(
            amount=Money(minor, incoming.currency),
            currency=operator.currency,
            operator=operator.name,
        )


def _check_package(incoming: Incoming, row: Customer | None, references: References) -> None:
    """What a customer comes to have is sold in the currency of their operator."""
    package_id = incoming.values.get("package_id")
    price = references.price(package_id)
    if price is None or (row is not None and row.package_id == package_id):
        return
    operator = references.operator(row.operator_id if row else incoming.operator_id)
    if price.currency != operator.currency:
        raise PriceForeign(
            name=references.called("package", package_id),
            first=price.currency,
            operator=operator.name,
            currency=operator.currency,
        )


def _check_price(incoming: Incoming, row: Customer | None, references: References) -> None:
    """Nobody becomes free for good by a slip: that is said in words."""
    values, free = incoming.values, incoming.free
    said = values.keys() & {"price_minor", "discount_minor", "package_id"}
    if not said or free:
        return
    package_id = values.get("package_id", row.package_id if row else None)
    price = values.get("price_minor", row.price_minor if row else None)
    if "price_minor" in said and price == 0 and (row is None or row.price_minor != 0):
        raise FreeForGood(field="price", given="0")
    sold = references.price(package_id)
    if price is None and sold is not None:
        price = sold.minor
    discount = values.get("discount_minor", row.discount_minor if row else 0)
    before = row.discount_minor if row else 0
    if price and discount >= price and discount != before:
        raise FreeForGood(field="discount", given=Money(discount, incoming.currency))
