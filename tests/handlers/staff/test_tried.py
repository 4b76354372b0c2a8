"""How a try to pay went, on the cards of the money that it brought."""

from __future__ import annotations

from collections.abc import Callable

from domain import vault
from domain.money import Money
from domain.payments import attempts, beginning, links
from domain.payments.models import Payment
from domain.ports import PayState, Verified
from domain.staff.rights import SYSTEM
from tests import builders
from tests.cast import Cast
from tests.domain.payments.notices import notice
from tests.fake_web import FakePay, web_ports
from tests.person import Person
from tests.sealing import VAULT


async def test_staff_see_each_step_with_who_made_it_and_why(
    cast: Cast, person_of: Callable[..., Person]
) -> None:
    vault.use(VAULT)
    pay, asha = FakePay(), person_of(cast.asha)
    gateway = await builders.a_gateway("bkash-main", kind="payment", provider="bkash")
    await builders.a_bill(cast.rahim, total=500)
    link, _ = await links.make(SYSTEM, cast.rahim)
    ports = web_ports(pay)
    attempt = await beginning.begin(link, gateway, Money(500_00), "en", ports)
    pay.says(attempt.ref, Verified(PayState.FAILED, attempt.ref, reason="balance 2023"))
    await attempts.find_out(attempt, gateway, None, ports)
    pay.paid(attempt.ref, "BFJ0A1B2C3", amount=Money(400_00))
    await attempts.heard(gateway, notice(ref=attempt.ref), ports)

    await asha.says("/verify")
    await asha.taps("Rahim")
    asha.sees(
        "How the payment went:",
        "open at the gateway · on our page",
        "failed · on our page (balance 2023)",
        "paid, and waits for a person · the gateway told us",
    )
    await asha.taps("Approve")
    asha.sees("paid · by Asha")
    assert await Payment.all().count() == 1
