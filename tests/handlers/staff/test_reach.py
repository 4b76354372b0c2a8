"""What is in another zone is not found, in so many words, whatever door is tried."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from domain.messaging.models import Message
from domain.messaging.states import MessageStatus
from domain.payments.models import Link, Payment, Verification
from domain.payments.states import PaymentStatus, VerificationStatus
from domain.ports import Ports
from domain.staff.models import Role
from handlers.ui.buttons import pack
from handlers.ui.drawing import Key
from handlers.ui.screens import Button, Text
from tests.builders import a_person
from tests.cast import Cast
from tests.handlers import previews
from tests.handlers.previews import Previews
from tests.person import Person

PersonOf = Callable[..., Person]


@pytest.fixture
async def shown(cast: Cast, ports: Ports) -> Previews:
    """One of everything of Rahim's, who is in Mirpur."""
    return await previews.furnish(cast, previews.outside(ports))


@pytest.fixture
async def mina(cast: Cast, person_of: PersonOf) -> Person:
    """Who may do everything in Uttara."""
    return person_of(await a_person("Mina", Role.ADMIN, cast.north, zones=[cast.uttara]))


async def test_who_is_typed_is_not_found(shown: Previews, mina: Person) -> None:
    await mina.says("1002")
    mina.sees("Karim Mia")
    payments, links = await Payment.all().count(), await Link.all().count()
    for typed in ("/paid 1001 500", "/link 1001", "/suspend 1001"):
        await mina.says(typed)
        mina.sees("No customer found")
        mina.does_not_see("Rahim", "Confirm")
    assert (await Payment.all().count(), await Link.all().count()) == (payments, links)


OLD_BUTTONS = (
    ("customer", "customer_id", "No customer found"),
    ("link.send", "customer_id", "No customer found"),
    ("bill", "bill_id", "No bill found"),
    ("payment", "payment_id", "No payment found"),
    ("payment.reverse", "payment_id", "No payment found"),
    ("payment.receipt", "payment_id", "No payment found"),
    ("message", "message_id", "No such message"),
    ("message.resend", "message_id", "No such message"),
    ("verification.card", "verification_id", "No such claim"),
    ("verification.approve", "verification_id", "No such claim"),
    ("broadcast", "broadcast_id", "No such broadcast"),
    ("broadcast.approve", "broadcast_id", "No such broadcast"),
)


async def test_an_old_button_finds_nothing(shown: Previews, mina: Person) -> None:
    for action, thing, said in OLD_BUTTONS:
        await press(mina, action, shown.values[thing])
        assert said in f"{mina.screen} {mina.toast}", action
        assert "Rahim" not in mina.screen
    assert (await Message.get(id=shown.values["message_id"])).status is MessageStatus.UNKNOWN
    assert (await Payment.get(id=shown.values["payment_id"])).status is PaymentStatus.POSTED
    claim = await Verification.get(id=shown.values["verification_id"])
    assert claim.status is VerificationStatus.SUBMITTED


async def press(person: Person, action: str, *args: str | int) -> None:
    """Press a button that somebody else was shown."""
    data = await pack(Button(Text("open"), action, args), "")
    person.messages, person.toasts = {}, []
    await person.presses(Key("open", data=data), 1)


async def test_undo_of_another_zones_payment_finds_nothing(shown: Previews, mina: Person) -> None:
    await press(mina, "flow.undo", "paid", shown.values["payment_id"])
    assert "No payment found" in f"{mina.screen} {mina.toast}"
    assert (await Payment.get()).status is PaymentStatus.POSTED
