"""What a customer can buy for a time: packages with a validity, the cheapest first, with VAT."""

from __future__ import annotations

from domain.billing import proration
from domain.billing.models import BillingProfile, VatMode
from domain.billing.proration import Worth
from domain.billing.queries import service
from domain.customers import customers
from domain.customers.models import Connection, Customer, Package, ValidFrom
from domain.errors import NotFound
from domain.hotspot.views import OfferView
from domain.money import Money
from domain.staff import operators
from domain.staff.rights import Actor
from domain.validity import Validity, ValidityUnit


async def of(actor: Actor, customer_id: int) -> list[OfferView]:
    """What the customer can buy; nothing where they are billed by another kind."""
    return await to(await customers.get(actor, customer_id))


async def to(customer: Customer) -> list[OfferView]:
    """The same for whoever is the customer."""
    if not await service.buys(customer.id):
        return []
    profile = await BillingProfile.get(id=customer.billing_profile_id)
    return [_offer(row, profile) for row in await _sold(customer)]


async def of_customer(customer_id: int) -> list[OfferView]:
    """The same by row id."""
    return await to(await Customer.get(id=customer_id))


async def one(customer: Customer, package_id: int) -> OfferView:
    """The one that is meant; raises `NotFound` for what the customer can not buy."""
    for offer in await to(customer):
        if offer.id == package_id:
            return offer
    raise NotFound(what="package", given=package_id)


async def may_buy(customer: Customer, package_id: int | None) -> bool:
    """Whether the package is one that the customer can buy."""
    return any(offer.id == package_id for offer in await to(customer))


async def _sold(customer: Customer) -> list[Package]:
    operator = await operators.get(customer.operator_id)
    owners = {None, *operators.ids_of(operator.path)}
    found = Package.filter(
        active=True, kind=Connection.HOTSPOT, currency=operator.currency,
        validity__gt=0, price_minor__gt=0,
    )  # fmt: skip
    return [row for row in await found.order_by("price_minor", "id") if row.operator_id in owners]


def worth(price: Money, profile: BillingProfile) -> Worth:
    """What is paid for a price, with its VAT."""
    is_within = profile.vat_mode is VatMode.INCLUSIVE
    return proration.priced(price, profile.vat_rate_bp, is_within=is_within)


def _offer(row: Package, profile: BillingProfile) -> OfferView:
    return OfferView(
        id=row.id,
        code=row.code,
        name=row.name,
        price=worth(Money(row.price_minor, row.currency), profile).total,
        lasts=Validity(row.validity or 0, ValidityUnit(row.validity_unit or ValidityUnit.DAY)),
        valid_from=ValidFrom(row.valid_from or ValidFrom.PURCHASE),
        cap_mb=row.cap_mb,
    )
