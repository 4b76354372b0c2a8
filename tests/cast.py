"""The fixed cast: an ISP with two operators, its people, and two customers of one of them.

Asha (admin) and Dipa (NOC) are the ISP's own. Bina runs the operator North, Chand collects for it
in Mirpur only. Esha runs South and must see nothing of North. Rahim (Mirpur) and Karim (Uttara) are
North's customers; Gulshan is South's.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from domain import clock
from domain.billing.models import BillingProfile
from domain.customers.models import Customer, Package, Zone
from domain.network.models import Router
from domain.staff.models import Operator, Role
from domain.staff.rights import Actor
from tests import builders

NOW = datetime(2026, 11, 21, 6, 0, tzinfo=UTC)  # noon in Dhaka, a Saturday


class Moment:
    """The instant that the domain sees, moved by tests."""

    def __init__(self) -> None:
        self.now = NOW
        clock.use(lambda: self.now)

    def move(self, **by: float) -> None:
        """Go on by `days=1`, `minutes=5` and the like."""
        self.now += timedelta(**by)


@dataclass(frozen=True, slots=True)
class Cast:
    """Everybody and everything that a test can count on."""

    isp: Operator
    north: Operator
    south: Operator
    mirpur: Zone
    uttara: Zone
    gulshan: Zone
    home: Package  # 1,000.00 BDT a month
    swift: Package  # 1,500.00 BDT a month
    standard: BillingProfile  # no VAT
    taxed: BillingProfile  # VAT 5 %, added
    router: Router
    asha: Actor
    bina: Actor
    chand: Actor
    dipa: Actor
    esha: Actor
    rahim: Customer
    karim: Customer


async def assemble() -> Cast:
    """Put the whole cast into an empty database."""
    isp = await builders.an_operator("isp", name="Nagar Net", parent=None)
    north = await builders.an_operator("north", name="North Net", parent=isp)
    south = await builders.an_operator("south", name="South Net", parent=isp)
    mirpur = await Zone.create(operator_id=north.id, code="mirpur", name="Mirpur")
    uttara = await Zone.create(operator_id=north.id, code="uttara", name="Uttara")
    gulshan = await Zone.create(operator_id=south.id, code="gulshan", name="Gulshan")
    return Cast(
        isp=isp,
        north=north,
        south=south,
        mirpur=mirpur,
        uttara=uttara,
        gulshan=gulshan,
        **await _offers(),
        **await _people(isp, north, south, mirpur),
        **await _customers(mirpur, uttara),
    )


async def _offers() -> dict[str, Any]:
    return {
        "home": await builders.a_package("home", price=1000, profile="10M"),
        "swift": await builders.a_package("swift", price=1500, profile="20M"),
        "standard": await BillingProfile.create(code="standard", name="Standard"),
        "taxed": await BillingProfile.create(code="taxed", name="With VAT 5 %", vat_rate_bp=500),
        "router": await builders.a_router("core-1"),
    }


async def _people(isp: Operator, north: Operator, south: Operator, mirpur: Zone) -> dict[str, Any]:
    return {
        "asha": await builders.a_person("Asha", Role.ADMIN, isp),
        "bina": await builders.a_person("Bina", Role.OPERATOR, north),
        "chand": await builders.a_person("Chand", Role.COLLECTOR, north, zones=[mirpur]),
        "dipa": await builders.a_person("Dipa", Role.NOC, isp),
        "esha": await builders.a_person("Esha", Role.OPERATOR, south),
    }


async def _customers(mirpur: Zone, uttara: Zone) -> dict[str, Any]:
    return {
        "rahim": await builders.a_customer(
            "Rahim Uddin",
            code="1001",
            mobile="+8801711111111",
            username="rahim",
            ip="10.0.0.11",
            zone=mirpur,
        ),
        "karim": await builders.a_customer(
            "Karim Mia",
            code="1002",
            mobile="+8801722222222",
            username="karim",
            ip="10.0.0.12",
            zone=uttara,
        ),
    }
