"""Messages in the chat: what failed or is not known is found, looked at, and sent again."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from domain import clock
from domain.customers.models import Customer
from domain.errors import Busy
from domain.messaging.models import Delivery, Message
from domain.messaging.states import Channel, DeliveryStatus, MessageStatus
from gateways import twilio_codes
from gateways.mail import refusals
from gateways.outcomes import failure
from gateways.sms import catalog
from gateways.whatsapp import payloads
from handlers.staff import whys
from tests.builders import a_gateway
from tests.cast import Cast
from tests.person import Person
from tests.texts import TEXTS

PersonOf = Callable[..., Person]


async def told(
    customer: Customer, status: MessageStatus, event: str = "payment-received", error: str = ""
) -> Message:
    """A message to a customer that came to this state."""
    return await Message.create(
        dedupe=f"{event}:{await Message.all().count()}", event=event, customer_id=customer.id,
        operator_id=customer.operator_id, status=status, made_at=clock.now(), error=error,
    )  # fmt: skip


async def test_what_is_not_known_is_found_looked_at_and_sent_again(
    asha: Person, cast: Cast
) -> None:
    message = await told(cast.rahim, MessageStatus.UNKNOWN, error="interrupted")
    gateway = await a_gateway("texts", kind="sms")
    await Delivery.create(
        message_id=message.id, channel=Channel.SMS, gateway_id=gateway.id, to="+8801711111111",
        text="Thanks for 500", status=DeliveryStatus.UNKNOWN, handed_at=clock.now(),
    )  # fmt: skip
    await told(cast.karim, MessageStatus.DELIVERED)

    await asha.says("/messages")
    asha.sees("need somebody", "❔ Rahim Uddin · Receipt")
    asha.does_not_see("Karim")
    await asha.taps("❔ Rahim Uddin")
    asha.sees(
        "not known whether it was sent",
        "SMS by texts",
        "was stopped while it was handed over",
        "Thanks for 500",
    )
    await asha.taps("Send again")

    asha.sees("waits to be sent")
    assert (await Message.get(id=message.id)).status is MessageStatus.READY


async def test_each_try_says_in_plain_words_why_and_names_the_providers_code(
    asha: Person, cast: Cast
) -> None:
    message = await told(cast.rahim, MessageStatus.FAILED, error="not-delivered")
    gateway = await a_gateway("texts", kind="sms")
    for error in (
        "window-closed 131047 Re-engagement message", "broken ClientOSError", "Strange",
        "busy unreachable ClientConnectorError",
    ):  # fmt: skip
        await Delivery.create(
            message_id=message.id, channel=Channel.SMS, gateway_id=gateway.id, text="Thanks",
            to="+8801711111111", status=DeliveryStatus.FAILED, handed_at=clock.now(), error=error,
        )  # fmt: skip

    await asha.says("/messages")
    await asha.taps("Rahim Uddin")

    asha.sees(
        "each try says why", "within 24 hours of a message from the customer", "(131047)",
        "connection broke while it was handed over", "no words for", "(Strange)",
        "could not be reached",
    )  # fmt: skip
    asha.does_not_see("Re-engagement", "ClientOSError", "ClientConnectorError")


@pytest.mark.parametrize("language", ["en", "bn"])
@pytest.mark.parametrize("word", sorted(whys.KNOWN))
def test_every_reason_has_its_words_in_each_language(word: str, language: str) -> None:
    known = TEXTS.t(language, f"reason-{word}")

    assert known.endswith((".", "।")), known


def test_what_a_provider_can_answer_is_among_the_reasons() -> None:
    outcomes = {*payloads._CODES, *twilio_codes._CODES, *refusals._MEANT.values()}
    outcomes |= {meaning.outcome for row in catalog.ROWS.values() for meaning in row.errors}
    for outcome in outcomes:
        why = failure(outcome, "")
        head = f"busy-{why.reason}" if isinstance(why, Busy) else why.reason
        assert head in whys.KNOWN, outcome


async def test_what_arrived_is_among_all_and_is_not_sent_again(asha: Person, cast: Cast) -> None:
    await told(cast.karim, MessageStatus.DELIVERED, "payment-link")

    await asha.says("/messages")
    asha.sees("No message failed")
    await asha.taps("All messages")
    await asha.taps("✅ Karim")
    asha.sees("Payment link", "delivered")
    asha.does_not_see("Send again")


async def test_a_customers_card_leads_to_what_they_were_told(asha: Person, cast: Cast) -> None:
    await told(cast.rahim, MessageStatus.FAILED, "due-reminder", "no-number")
    await told(cast.karim, MessageStatus.SENT)

    await asha.says("1001")
    await asha.taps("✉️ Messages")
    asha.sees("Rahim Uddin", "✖️ Reminder")
    asha.does_not_see("Karim")
    await asha.taps("✖️ Reminder")
    asha.sees("could not be delivered", "no number or address")


async def test_another_operators_staff_see_none_of_them(
    asha: Person, person_of: PersonOf, cast: Cast
) -> None:
    await told(cast.rahim, MessageStatus.FAILED)
    esha = person_of(cast.esha)

    await esha.says("/messages")
    esha.sees("No message failed")
    await asha.says("/messages")
    esha.messages[1] = await asha.taps("✖️ Rahim")  # type: ignore[assignment]
    await esha.taps("Send again", 1)

    assert (await Message.get()).status is MessageStatus.FAILED
