"""A database of the version before is migrated, and everything in it goes on.

`tests/before` holds one for each engine as that version left it, with what was on show in Telegram:
a customer's card, a receipt that can be undone, a half-filled `/paid`, two questions in a group, an
open attempt to pay, messages that wait, a suspension that the router has not seen.
"""

from __future__ import annotations

import asyncio
import json
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from domain import db, events, reactions, schema, vault
from domain.accounts.models import Gateway
from domain.billing import billrun
from domain.billing import proof as bill_proof
from domain.incidents.models import Incident
from domain.ledger import proof
from domain.messaging import dispatcher
from domain.money import Money
from domain.network import wishes
from domain.outreach import facts
from domain.payments import attempts
from domain.payments.models import Attempt, Payment, Verification
from domain.ports import PayState, Ports, Verified
from handlers.carriers.telegram.cards import TelegramCards
from handlers.carriers.telegram.carrier import Telegram
from handlers.ui import commands
from sandbox.telegram import TelegramServer, transcripts
from sandbox.telegram.chats import Message
from tests.cast import Moment
from tests.engines import Databases, Engine
from tests.fake_web import FakeMessages, FakePay, web_ports
from tests.handlers.carriers.telegram.conftest import GROUP, TOKEN
from tests.handlers.carriers.telegram.test_telegram import Chat
from tests.sealing import VAULT

commands.load("handlers.staff")

BEFORE = Path(__file__).parents[3] / "before"
ASHA, BINA, CHAND, DIPA = 700005, 700006, 700007, 700008
pytestmark = pytest.mark.both_engines

_BILLS = (
    "SELECT b.number, b.period, b.starts_on, b.ends_on, b.issued_on, b.due_on, b.net_minor,"
    " b.vat_minor, b.total_minor, b.paid_minor, b.status, l.kind, l.label, l.amount_minor"
    " FROM bill b JOIN bill_line l ON l.bill_id = b.id ORDER BY b.id, l.id"
)


async def restore(url: str, engine: Engine) -> None:
    """Bring an empty database to what the version before left."""
    script = (BEFORE / f"{engine}.sql").read_text(encoding="utf-8")
    if engine is Engine.SQLITE:
        with closing(sqlite3.connect(url.removeprefix("sqlite://"))) as raw:
            raw.executescript(script)
        return
    connection = await asyncpg.connect(url.replace("postgres://", "postgresql://"))
    try:
        await connection.execute(script)
    finally:
        await connection.close()


async def migrate(url: str, engine: Engine) -> list[dict[str, Any]]:
    """Restore and migrate; the bills as they were before."""
    await restore(url, engine)
    await db.open_database(url)
    try:
        as_they_were = await db.rows(_BILLS)
        await schema.migrate(url)
        return as_they_were
    finally:
        await db.close_database()


@pytest.fixture(scope="module")
def migrated(databases: Databases, engine: Engine) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """The address of what the version before left, migrated, and its bills before that."""
    url = databases.empty()
    with asyncio.Runner() as runner:
        yield url, runner.run(migrate(url, engine))
    databases.drop(url)


@pytest.fixture
async def database(
    databases: Databases, migrated: tuple[str, list[dict[str, Any]]], moment: Moment
) -> AsyncIterator[list[dict[str, Any]]]:
    """A copy of it, open; its bills as they were."""
    vault.use(VAULT)
    url = databases.copy(migrated[0])
    await db.open_database(url)
    yield migrated[1]
    await db.close_database()
    databases.drop(url)


@pytest.fixture
def cast(database: object) -> Iterator[None]:
    """Its people are those of the cast; what they do has its consequences."""
    events.listen(reactions.MAP)
    yield
    events.listen({})


@pytest.fixture
async def server(cast: None, engine: Engine) -> AsyncIterator[TelegramServer]:
    """Telegram, with what stood in its chats."""
    server = TelegramServer(TOKEN, webhook_retry_seconds=0.01)
    for number, name in ((ASHA, "Asha"), (BINA, "Bina"), (CHAND, "Chand"), (DIPA, "Dipa")):
        server.world.person(number, name, language_code="en")
    server.world.person(42, "Sumon", language_code="bn")
    server.world.group(GROUP, "NOC", members=[ASHA, CHAND, 42], forum=True)
    server.users.presence.add_bot(ASHA, GROUP, admin=True)
    kept = json.loads((BEFORE / f"{engine}.json").read_text(encoding="utf-8"))
    transcripts.read(server.world, kept)
    await server.start()
    yield server
    await server.stop()


def on_show(chat: Chat, part: str) -> Message:
    """The newest message in the chat that holds it."""
    said = chat.server.world.transcript(chat.chat)
    return next(message for message in reversed(said) if part in message.shown)


async def holds() -> bool:
    return not [*await proof.faults(9), *await bill_proof.faults(9)]


async def test_bills_and_books_are_as_they_were(database: list[dict[str, Any]]) -> None:
    assert len(database) == 2
    assert await db.rows(_BILLS) == database
    assert await holds()


async def test_buttons_of_cards_that_were_on_show_answer(
    polled: Telegram, server: TelegramServer
) -> None:
    asha, chand = Chat(server, ASHA), Chat(server, CHAND)
    card = on_show(chand, "Rahim Uddin · 1001\n🟢 Active")
    await chand.taps(card, "Bills")
    await chand.sees(card, "Bills")
    run = on_show(asha, "Bill run December 2026")
    await asha.taps(run, "Make 2 bills")
    await asha.sees(run, "0 bills made so far")
    await billrun.carry_on()
    assert await db.value("SELECT COUNT(*) FROM bill WHERE period = '2026-12'") == 1
    assert await holds()


async def test_what_can_be_undone_is_undone_once(polled: Telegram, server: TelegramServer) -> None:
    chand = Chat(server, CHAND)
    receipt = on_show(chand, "✅ Recorded")
    undo = next(button.text for button in receipt.buttons if "Undo" in button.text)
    await chand.taps(receipt, undo)
    await chand.sees(receipt, "Taken back")
    assert (await Payment.get(id=1)).reversed_at is not None
    assert await holds()


async def test_a_half_filled_flow_is_gone_on_with(polled: Telegram, server: TelegramServer) -> None:
    bina = Chat(server, BINA)
    assert on_show(bina, "How much did Karim Mia pay?")
    shown = await bina.says("250")
    assert "Record ৳250 from Karim Mia" in shown.shown
    await bina.taps(shown, "Confirm")
    await bina.sees(shown, "✅ Recorded")
    assert await Payment.filter(customer_id=2, amount_minor=250_00).count() == 1
    assert await holds()


async def test_a_flow_that_was_just_begun_is_gone_on_with(
    polled: Telegram, server: TelegramServer
) -> None:
    asha = Chat(server, ASHA)
    card = on_show(asha, "What do you want to send to many?")
    await asha.taps(card, "Text")
    await asha.server.world.until(lambda: "What do you want" not in card.shown)


async def test_a_group_decides_about_what_it_was_asked(
    polled: Telegram, server: TelegramServer
) -> None:
    asha = Chat(server, ASHA, GROUP)
    question = on_show(asha, "The gateway's answer does not fit")
    await asha.taps(question, "Approve")
    await asha.server.world.until(lambda: "Approve" not in str(question.buttons))
    assert (await Verification.get()).status == "approved"
    assert await Payment.filter(customer_id=2, amount_minor=400_00).count() == 1
    alert = on_show(asha, "Router core-1 does not answer")
    await asha.taps(alert, "I look after it")
    await asha.sees(alert, "Asha")
    assert await Incident.exists(kind="router-down", acked_by_id=1)
    assert await holds()


async def test_cards_that_are_kept_true_are_edited_where_they_are(
    polled: Telegram, server: TelegramServer
) -> None:
    chand = Chat(server, CHAND)
    card = on_show(chand, "Rahim Uddin · 1001\n🟢 Active")
    said = len(server.world.transcript(CHAND))
    await db.run("UPDATE card SET wanted = wanted + 1")
    keeper = TelegramCards(polled.conversation.ports, polled.sender, "new")
    while await keeper.step():
        pass
    await chand.sees(card, "Due: ৳700")
    assert len(server.world.transcript(CHAND)) == said


async def test_an_open_attempt_is_asked_about_and_posted(cast: None) -> None:
    attempt = await Attempt.get()
    pay = FakePay()
    ports = web_ports(pay)
    amount = Money(attempt.amount_minor, attempt.currency)
    said = Verified(PayState.PAID, ref=attempt.ref, amount=amount, txn_id="TX-BEFORE", final=True)
    pay.says(attempt.ref, said)
    await attempts.ask(attempt, await Gateway.get(id=attempt.gateway_id), None, ports)
    assert await Payment.filter(txn_id="TX-BEFORE", amount_minor=500_00).count() == 1
    assert await holds()


async def test_messages_that_wait_go_out_once(cast: None) -> None:
    waited = await db.value("SELECT COUNT(*) FROM message WHERE status = 'ready'")
    assert waited >= 3
    taken = FakeMessages()
    ports: Ports = web_ports(messages=taken)
    while await dispatcher.work("new", facts.gather, ports, allowed=None):
        pass
    assert len(taken.sent) == waited
    assert await db.value("SELECT COUNT(*) FROM message WHERE status = 'sent'") == waited


async def test_what_a_router_has_not_seen_is_still_asked_of_it(cast: None) -> None:
    (wish,) = await wishes.due(1, urgent=False, limit=9)
    assert (wish.wanted.customer_id, wish.wanted.active) == (2, False)
