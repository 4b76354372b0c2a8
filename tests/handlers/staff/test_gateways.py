"""Gateways in the chat: how they are, a real test call, and on and off after asking."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import pytest

from domain import clock
from domain.accounts.models import Gateway
from domain.errors import Busy, Refused, Unsure
from domain.ports import Account, Handed, Health, Outgoing
from handlers.ui.conversation import Conversation
from tests.builders import a_gateway
from tests.cast import Cast
from tests.person import Person

PersonOf = Callable[..., Person]


@dataclass
class Provider:
    """Answers a test call with what the test says."""

    answer: Health | Exception
    asked: list[str]

    async def check(self) -> Health:
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer

    async def send(self, message: Outgoing) -> Handed:
        self.asked.append(f"{message.to}: {message.text}")
        if isinstance(self.answer, Exception):
            raise self.answer
        return Handed("x")


@pytest.fixture
def provider(conversation: Conversation) -> Provider:
    made = Provider(Health(ok=True, key="health-ok"), [])

    def of(account: Account) -> Provider:
        made.asked.append(account.name)
        return made

    conversation.ports = replace(conversation.ports, message_gateway=of, payment_gateway=of)
    return made


async def test_every_gateway_is_listed_with_its_state(asha: Person, cast: Cast) -> None:
    await asha.says("/gateways")
    asha.sees("No gateway is set up yet")
    await a_gateway("texts", kind="sms")
    await a_gateway("meta", kind="whatsapp", enabled=False)
    await a_gateway("bkash", kind="payment", troubled_since=clock.now())
    await asha.says("/gateways")
    asha.sees("🟢 texts · SMS", "⚪ meta · WhatsApp", "🔴 bkash · Online payment")
    await asha.taps("bkash")
    asha.sees("In trouble", "does not answer, since 21 Nov 2026, 12:00", "For all operators")
    asha.does_not_see("gateway-secret")


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (Health(ok=True, key="health-ok", balance="120.50 BDT"), "It works. Balance there: 120.50"),
        (Health(ok=True, key="health-no-test-call"), "has no test call"),
        (Health(ok=False, key="health-config", detail="number"), "missing in its settings. number"),
        (Refused("auth", "401"), "refuses our credentials"),
        (Refused("strange-code", "x"), "The provider refuses (strange-code). x"),
        (Busy("unreachable"), "does not answer"),
        (TimeoutError(), "does not answer"),
    ],
)
async def test_a_test_call_says_in_words_what_it_found(
    asha: Person, provider: Provider, answer: Health | Exception, said: str
) -> None:
    await a_gateway("texts", kind="sms")
    provider.answer = answer
    await asha.says("/gateways")
    await asha.taps("texts")
    await asha.taps("Test")
    asha.sees(said)
    assert provider.asked == ["texts"]


async def test_one_message_goes_to_whoever_tries_it(asha: Person, provider: Provider) -> None:
    await a_gateway("texts", kind="sms")
    await asha.says("/gateways")
    await asha.taps("texts")
    await asha.taps("Send me one")
    await asha.says("12")
    assert provider.asked == []
    await asha.says("01711 111111")
    asha.sees("The provider took the message on", "🔌 texts")
    assert provider.asked[1:] == [
        "+8801711111111: A trial message from NetKhata: this gateway works."
    ]


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (Refused("bad-recipient", "131026"), "can’t reach this number or address. 131026"),
        (Busy("throttled"), "The provider is busy"),
        (Unsure("timeout"), "There was no clear answer"),
    ],
)
async def test_a_trial_that_fails_says_why(
    asha: Person, provider: Provider, answer: Exception, said: str
) -> None:
    await a_gateway("mail", kind="email")
    provider.answer = answer
    await asha.says("/gateways")
    await asha.taps("mail")
    await asha.taps("Send me one")
    await asha.says("asha@example.com")
    asha.sees(said)


async def test_there_is_nothing_to_try_out_where_money_comes_in(asha: Person) -> None:
    await a_gateway("bkash", kind="payment")
    await asha.says("/gateways")
    await asha.taps("bkash")
    asha.does_not_see("Send me one")


async def test_one_that_works_again_is_no_longer_in_trouble(
    asha: Person, provider: Provider
) -> None:
    await a_gateway("bkash", kind="payment", troubled_since=clock.now())
    await asha.says("/gateways")
    await asha.taps("bkash")
    await asha.taps("Test")
    asha.sees("It works", "🟢 On")


async def test_switching_off_asks_first_and_switching_on_does_not(asha: Person) -> None:
    gateway = await a_gateway("bkash", kind="payment")
    await asha.says("/gateways")
    await asha.taps("bkash")
    await asha.taps("Switch off")
    asha.sees("Nobody can pay by it")
    assert (await Gateway.get(id=gateway.id)).enabled
    await asha.taps("Yes, switch it off")
    asha.sees("Switched off")
    assert not (await Gateway.get(id=gateway.id)).enabled
    await asha.taps("Switch on")
    assert (await Gateway.get(id=gateway.id)).enabled


async def test_an_operator_manages_their_own_gateways_only(
    asha: Person, person_of: PersonOf, cast: Cast, provider: Provider
) -> None:
    await a_gateway("shared", kind="sms")
    await a_gateway("ours", kind="sms", operator_id=cast.north.id)
    bina = person_of(cast.bina)
    await bina.says("/gateways")
    bina.sees("ours")
    assert not any("shared" in label for label in bina.labels)
    await asha.says("/gateways")
    bina.messages[1] = await asha.taps("shared")  # type: ignore[assignment]
    await bina.taps("Test", 1)
    assert provider.asked == []


async def test_an_operator_reads_which_shared_gateways_serve_them(
    person_of: PersonOf, cast: Cast
) -> None:
    await a_gateway("texts", kind="sms")
    await a_gateway("of-south", kind="sms", operator_id=cast.south.id)
    bina = person_of(cast.bina)
    await bina.says("/gateways")
    bina.sees("These serve you too", "🟢 texts · SMS")
    bina.does_not_see("No gateway is set up", "of-south")
    assert not any("texts" in label for label in bina.labels)
