"""What stands twice from before a rule is found, with who has it; what may be is left alone."""

from __future__ import annotations

from domain.customers.models import Customer, CustomerStatus
from domain.money import Money
from domain.payments import posting
from domain.payments.models import Payment
from domain.payments.states import Method
from domain.reports import doubles
from domain.reports.doubles import Double
from tests import builders
from tests.cast import Cast

RAHIM, KARIM = "Rahim Uddin (1001)", "Karim Mia (1002)"


async def test_where_nothing_stands_twice_nothing_is_found(cast: Cast) -> None:
    edge = await builders.a_router("edge-1")
    await builders.a_customer(username="rahim", ip="10.0.0.11", router=edge)
    await builders.a_customer(username="karim", ip="10.0.0.12", status=CustomerStatus.LEFT)
    await builders.a_customer(username="", ip="")
    await builders.a_customer(username="", ip="")
    await builders.a_customer(username="rahim", router=None)
    await builders.a_customer(username="rahim", router=None)

    assert await doubles.found() == []


async def test_two_of_one_router_with_one_username_or_address_are_found_by_name(cast: Cast) -> None:
    await Customer.filter(id=cast.karim.id).update(username="rahim", ip="10.0.0.11")

    assert await doubles.found() == [
        Double("username", "rahim", "core-1", (RAHIM, KARIM)),
        Double("address", "10.0.0.11", "core-1", (RAHIM, KARIM)),
    ]


async def test_one_address_twice_behind_no_router_is_found_within_an_operator(cast: Cast) -> None:
    for number, whose in enumerate((cast.north, cast.north, cast.south)):
        await builders.a_customer(
            f"Nowhere {number}", code=f"N{number}", router=None, ip="10.7.0.1",
            operator=whose, zone=None,
        )  # fmt: skip

    (double,) = await doubles.found()
    assert double == Double("address", "10.7.0.1", "", ("Nowhere 0 (N0)", "Nowhere 1 (N1)"))


async def test_one_transaction_twice_is_found_unless_a_person_said_that_it_is_two(
    cast: Cast,
) -> None:
    async def pay(customer: Customer, txn: str, apart: int | None = None) -> Payment:
        return await posting.record(
            cast.asha, customer, Money(50_000), method=Method.BKASH, txn_id=txn, apart_from=apart
        )

    first = await pay(cast.rahim, "9XK4T2P1QZ")
    second = await pay(cast.karim, "8AA4T2P1QZ")
    await pay(cast.karim, "9XK4T2P1QZ", first.id)
    assert await doubles.found() == []
    await Payment.filter(id=second.id).update(txn_id="9XK4T2P1QZ", apart_from=first.id)

    (double,) = await doubles.found()
    assert (double.kind, double.given) == ("transaction", "9XK4T2P1QZ")
    assert double.who == (f"R{first.id:07d} of {RAHIM}", f"R{second.id:07d} of {KARIM}")
    await posting.reverse(cast.asha, second.id, "one and the same")
    assert await doubles.found() == []
