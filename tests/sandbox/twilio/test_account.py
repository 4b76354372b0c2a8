"""An account alone, without its web server: what it takes on reaches phones by its outlet."""

from __future__ import annotations

import pytest
from multidict import MultiDict

from sandbox.messenger import Outlet
from sandbox.twilio.account import Account, Message
from sandbox.twilio.customers import Customers
from sandbox.twilio.errors import TwilioError
from sandbox.twilio.requests import parse
from tests.sandbox.twilio.calls import ACCOUNT, RAHIM, SMS_FROM


@pytest.fixture
def account() -> Account:
    return Account(Outlet(), account_sid=ACCOUNT, auth_token="token", numbers=(SMS_FROM,))


def send(account: Account, text: str) -> Message:
    form = MultiDict({"To": RAHIM, "From": SMS_FROM, "Body": text})
    return account.accept(parse(form, account.senders()))


async def test_what_is_taken_on_arrives_at_the_phone(account: Account) -> None:
    message = send(account, "Your bill is due")
    await account.deliver(message)

    (received,) = account.outlet.phones.of(RAHIM)
    assert (received.text, received.id) == ("Your bill is due", message.sid)
    assert message.status == "delivered"


async def test_who_said_stop_is_sent_no_sms_until_they_say_start(account: Account) -> None:
    customers = Customers(account)
    await customers.say(RAHIM, "STOP")
    with pytest.raises(TwilioError):
        send(account, "Your bill is due")

    await customers.say(RAHIM, "START")
    assert send(account, "Your bill is due").status == "queued"
