"""Money comes in with a file only in the currency that the customer's operator keeps."""

from __future__ import annotations

import pytest

from domain.billing import bills, opening_rows
from domain.billing.models import Bill, Credit
from domain.customers.models import Customer, Package
from domain.errors import CurrencyForeign
from domain.money import Money
from domain.onboarding import importing, opening
from domain.staff.models import Operator
from tests.builders import a_package
from tests.cast import Cast

RAHIM = {"customer_id": "1001", "name": "Rahim Uddin", "mobile": "01711111111"}
KARIM = {"customer_id": "1002", "name": "Karim Mia", "mobile": "01722222222"}


@pytest.fixture
async def dollars(cast: Cast) -> None:
    await Operator.filter(id=cast.north.id).update(currency="USD")


@pytest.mark.usefixtures("dollars")
@pytest.mark.parametrize("heading", ["advance", "opening_due", "price", "discount"])
async def test_an_amount_that_is_read_in_another_currency_does_not_come(
    cast: Cast, heading: str
) -> None:
    made = await importing.plan([{**RAHIM, heading: "500"}, {**KARIM, "email": "k@example.com"}])

    assert [(error.line, error.key) for error in made.errors] == [(2, "error-currency-foreign")]
    assert made.errors[0].values == {
        "amount": Money(50_000), "currency": "USD", "operator": "North Net",
    }  # fmt: skip
    done = await opening.carry_out(made, cast.asha)
    assert (done.changed, await Credit.all().count(), await Bill.all().count()) == (1, 0, 0)
    assert (await Customer.get(code="1001")).price_minor is None


@pytest.mark.usefixtures("dollars")
async def test_a_row_that_names_the_operator_is_read_in_its_currency(cast: Cast) -> None:
    row = {**RAHIM, "operator": "north", "advance": "$5", "opening_due": "2"}
    await opening.carry_out(await importing.plan([row]), cast.asha)

    credit, bill = await Credit.get(), await Bill.get()
    assert (credit.amount_minor, credit.currency, credit.left_minor) == (500, "USD", 300)
    assert (bill.total_minor, bill.currency) == (200, "USD")


@pytest.mark.usefixtures("dollars")
async def test_nothing_of_another_currency_is_written_whoever_asks(cast: Cast) -> None:
    for enter in (opening_rows.bill, opening_rows.credit):
        with pytest.raises(CurrencyForeign):
            await enter({cast.rahim.id: Money(500)}, None)

    assert (await Credit.all().count(), await Bill.all().count()) == (0, 0)


@pytest.mark.usefixtures("dollars")
async def test_a_package_in_another_currency_comes_to_nobody_by_a_file(cast: Cast) -> None:
    other = await a_package("plus", price=2000)
    plus = {"package": other.code, "operator": "north"}
    made = await importing.plan(
        [{**RAHIM, **plus}, {"name": "Nimal", "mobile": "01755555555"} | plus]
    )

    assert [(error.line, error.key) for error in made.errors] == [
        (2, "error-price-foreign"), (3, "error-price-foreign"),
    ]  # fmt: skip
    assert made.errors[0].values["name"] == other.name


@pytest.mark.usefixtures("dollars")
async def test_a_package_that_a_file_brings_is_priced_as_its_seller_keeps_money(cast: Cast) -> None:
    row = {"name": "Nimal", "mobile": "01755555555", "operator": "north", "package": "Island",
           "price": "20"}  # fmt: skip
    made = await importing.plan([row], create_missing=True)
    await opening.carry_out(await opening.complete(made, cast.asha), cast.asha)

    package = await Package.get(name="Island")
    assert (package.price_minor, package.currency, package.operator_id) == (
        2_000, "USD", cast.north.id,
    )  # fmt: skip
    assert await Customer.exists(name="Nimal", package_id=package.id)


@pytest.mark.usefixtures("dollars")
async def test_nobody_is_charged_in_a_currency_that_is_not_their_operators(cast: Cast) -> None:
    with pytest.raises(CurrencyForeign):
        await bills.charge(cast.asha, cast.rahim.id, Money(5_000), "Cable")
