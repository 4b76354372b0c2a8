"""Messages in the chat: what failed or is not known is found, looked at, and sent again."""

from __future__ import annotations

from collections.abc import Callable

from domain import clock
from domain.customers.models import Customer
from domain.messaging.models import Delivery, Message
from domain.messaging.states import Channel, DeliveryStatus, MessageStatus
from tests.builders import a_gateway
from tests.cast import Cast
from tests.person import Person

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
    asha.sees("not known whether it was sent", "SMS by texts", "interrupted", "Thanks for 500")
    await asha.taps("Send again")

    asha.sees("waits to be sent")
    assert (await Message.get(id=message.id)).status is MessageStatus.READY


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
    asha.sees("could not be delivered", "no-number")


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
