"""A card that was raised in a group stays for everybody in it, whoever taps what on it."""

from __future__ import annotations

import pytest

from domain import clock, vault
from domain.chat import cards, groups
from domain.chat.models import Card, Purpose
from domain.money import Money
from domain.payments import posting
from domain.payments.models import Payment, Refund
from domain.payments.states import RefundStatus
from handlers.carriers.telegram.carrier import Telegram
from handlers.ui import commands
from sandbox.telegram import TelegramServer
from sandbox.telegram.chats import Message
from tests import builders
from tests.cast import Cast
from tests.handlers.carriers.telegram.conftest import GROUP
from tests.handlers.carriers.telegram.test_cards import a_claim, worker
from tests.handlers.carriers.telegram.test_telegram import Chat
from tests.sealing import VAULT

commands.load("handlers.staff")


@pytest.fixture
def asha(server: TelegramServer, cast: Cast) -> Chat:
    return Chat(server, cast.asha.telegram_id or 0, GROUP)


@pytest.fixture
def chand(server: TelegramServer, cast: Cast) -> Chat:
    return Chat(server, cast.chand.telegram_id or 0, GROUP)


async def raised(
    polled: Telegram, server: TelegramServer, cast: Cast, screen: str, **args: int
) -> Message:
    """The card in the group, as everybody there sees it."""
    await groups.bind(cast.asha, str(GROUP), Purpose.PAYMENTS, "Money", language="en")
    (number,) = args.values()
    subject = f"{screen.partition('.')[0]}:{number}"
    await cards.raise_to_group(
        Purpose.PAYMENTS, cast.north.id, key="raised", screen=screen, args=args, subject=subject
    )
    await worker(polled).step()
    return server.world.transcript(GROUP)[-1]


async def a_payment(cast: Cast) -> Payment:
    return await posting.record(cast.asha, cast.rahim, Money(500_00))


async def below(server: TelegramServer, card: Message) -> Message:
    """The message that came after the card."""

    def newest() -> Message | None:
        last = server.world.transcript(GROUP)[-1]
        return last if last.id != card.id else None

    found: Message = await server.world.until(newest)
    return found


@pytest.mark.parametrize("who", ["asha", "chand"])
async def test_what_leads_elsewhere_comes_below_the_card(
    polled: Telegram, server: TelegramServer, cast: Cast, request: pytest.FixtureRequest, who: str
) -> None:
    person: Chat = request.getfixturevalue(who)
    payment = await a_payment(cast)
    card = await raised(polled, server, cast, "payment.overpaid-note", payment_id=payment.id)
    before, offered = card.shown, [each.text for each in card.buttons]

    await person.taps(card, "Customer")

    opened = await below(server, card)
    assert "Rahim" in opened.shown
    assert (card.shown, [each.text for each in card.buttons]) == (before, offered)

    await person.taps(opened, "Bills")
    await server.world.until(lambda: any("Payments" in each.text for each in opened.buttons))
    assert server.world.transcript(GROUP)[-1].id == opened.id, "one's own card turns its pages"
    await posting.reverse(cast.asha, payment.id, "bounced")
    await cards.refresh(f"payment:{payment.id}")
    await worker(polled).step()
    assert "taken back" in card.shown, "and what was raised is kept true"


async def test_what_is_decided_on_a_card_is_shown_on_it_and_stays_everybodys(
    polled: Telegram, server: TelegramServer, cast: Cast, asha: Chat
) -> None:
    vault.use(VAULT)
    claim = await a_claim(cast.rahim, "nagad-north")
    card = await raised(polled, server, cast, "verification.card", verification_id=claim.id)
    await asha.taps(card, "Reject")
    await asha.sees(card, "Why")
    await asha.taps(card, "Back")
    await server.world.until(lambda: "Why" not in card.shown)
    await asha.taps(card, "Approve")
    await asha.sees(card, "Asha")
    assert server.world.transcript(GROUP)[-1].id == card.id
    assert await Card.filter(chat_id=str(GROUP)).values_list("owner", flat=True) == [""]


async def test_what_is_asked_step_by_step_is_asked_below_the_card(
    polled: Telegram, server: TelegramServer, cast: Cast, asha: Chat
) -> None:
    payment = await a_payment(cast)
    card = await raised(polled, server, cast, "payment.unserved-note", payment_id=payment.id)
    before = card.shown
    await asha.taps(card, "Take back")
    assert "Asha" in (await below(server, card)).shown
    assert card.shown == before


async def test_what_is_decided_of_its_refund_is_shown_on_the_very_note(
    polled: Telegram, server: TelegramServer, cast: Cast, asha: Chat
) -> None:
    payment = await a_payment(cast)
    gateway = await builders.a_gateway("pay-main", kind="payment", provider="bkash")
    await Refund.create(
        payment_id=payment.id, customer_id=payment.customer_id, operator_id=payment.operator_id,
        gateway_id=gateway.id, amount_minor=100_00, currency="BDT", ref="R1", reason="outage",
        status=RefundStatus.HANDED, asked_at=clock.now(), handed_at=clock.now(),
        doubted_at=clock.now(),
    )  # fmt: skip
    card = await raised(polled, server, cast, "payment.refund-note", payment_id=payment.id)
    await asha.taps(card, "did not")
    await asha.sees(card, "it did not go back")
    assert "needs you" in card.shown, "the note is the note yet"
    assert await Card.filter(chat_id=str(GROUP)).values_list("owner", flat=True) == [""]
