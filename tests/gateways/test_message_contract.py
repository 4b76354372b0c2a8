"""Every message adapter fails in three ways only, and never lies about what was taken on."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator

import pytest

from domain import db
from domain.errors import Busy, Outside, Refused, Unsure
from domain.ports import Account, Handed, MessageGateway, Offering, Option
from gateways import registry, twilio_api
from gateways.http import Http
from gateways.mail import smtp
from gateways.provider import MESSAGE_SCALE, Tools
from gateways.sms import http as sms_http
from gateways.whatsapp import meta
from sandbox.faults import Kind
from tests.gateways.messaging.accounts import EVERY, a_message, an_account
from tests.gateways.messaging.rigs import Rig, rig

TEXT = "Dear Rahim, your secret is safe."
KNOWN_REASONS = {
    "bad-recipient", "opted-out", "marketing-declined", "window-closed", "template-problem",
    "content-rejected", "auth", "no-credit", "config", "duplicate", "refused",
}  # fmt: skip
every = pytest.mark.parametrize(("kind", "provider"), EVERY)


@pytest.fixture
async def tools() -> AsyncIterator[Tools]:
    http = Http()
    yield Tools(http, None)  # type: ignore[arg-type]
    await http.close()


@pytest.fixture
async def ready(kind: str, provider: str) -> AsyncIterator[Rig]:
    async with rig(kind, provider) as made:
        yield made


def gateway(account: Account, tools: Tools) -> MessageGateway:
    return registry.message_gateway(account, tools)


async def outcome(account: Account, tools: Tools) -> Handed | Outside:
    try:
        return await gateway(account, tools).send(a_message(account.kind, text=TEXT))
    except Outside as why:
        return why


@every
async def test_a_message_is_handed_over_once(ready: Rig, tools: Tools) -> None:
    assert isinstance(await outcome(ready.account, tools), Handed)
    assert ready.taken() == 1


@every
async def test_choices_are_shown_or_refused_and_never_left_out(ready: Rig, tools: Tools) -> None:
    adapter = gateway(ready.account, tools)
    shows = registry.find(ready.account.kind, ready.account.provider).scale["choices"] == "done"
    offered = a_message(ready.account.kind, choices=[Option("pay", "Pay now")])

    assert isinstance(adapter, Offering) == shows
    if shows:
        assert isinstance(await adapter.send(offered), Handed)
        assert ready.taken() == 1
    else:
        with pytest.raises(Refused) as why:
            await adapter.send(offered)
        assert why.value.reason == "content-rejected"
        assert ready.taken() == 0


@every
async def test_a_refusal_is_final_and_says_why(ready: Rig, tools: Tools) -> None:
    ready.faults.plan(ready.operation, Kind.REFUSE)

    why = await outcome(ready.account, tools)

    assert isinstance(why, Refused)
    assert why.reason in KNOWN_REASONS
    assert ready.taken() == 0


@every
async def test_too_many_at_once_is_worth_another_try(ready: Rig, tools: Tools) -> None:
    ready.faults.plan(ready.operation, Kind.HTTP_429)

    assert isinstance(await outcome(ready.account, tools), Busy)
    assert ready.taken() == 0
    assert isinstance(await outcome(ready.account, tools), Handed)


@every
@pytest.mark.parametrize("fault", [Kind.RESET_BEFORE, Kind.RESET_AFTER, Kind.JUNK])
async def test_without_an_answer_nobody_says_that_it_was_sent_or_not(
    ready: Rig, tools: Tools, fault: Kind
) -> None:
    ready.faults.plan(ready.operation, fault)

    assert isinstance(await outcome(ready.account, tools), Unsure)
    assert ready.taken() <= 1


@every
async def test_a_broken_provider_is_never_taken_for_success(ready: Rig, tools: Tools) -> None:
    ready.faults.plan(ready.operation, Kind.HTTP_500)

    # Meta and mail relays say with their error that nothing was done.
    assert isinstance(await outcome(ready.account, tools), Busy | Unsure)
    assert ready.taken() == 0


@every
async def test_silence_ends_in_doubt(
    ready: Rig, tools: Tools, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(twilio_api, "SECONDS", 0.2)
    monkeypatch.setattr(sms_http, "SECONDS", 0.2)
    monkeypatch.setattr(smtp, "SECONDS", 1.0)
    monkeypatch.setattr(meta, "SEND_SECONDS", 0.2)
    ready.faults.plan(ready.operation, Kind.SILENCE, seconds=3)

    why = await outcome(ready.account, tools)

    assert isinstance(why, Unsure)
    assert ready.taken() == 0


@every
async def test_nobody_at_the_other_end_means_that_nothing_was_sent(
    kind: str, provider: str, tools: Tools, unused_tcp_port: int
) -> None:
    given = {"host": "127.0.0.1", "port": unused_tcp_port} if provider == "smtp" else {}
    given |= {"sender": "+15005550006"} if provider == "twilio" else {}
    address = "" if provider == "smtp" else f"http://127.0.0.1:{unused_tcp_port}"

    assert isinstance(await outcome(an_account(kind, provider, address, **given), tools), Busy)


@every
async def test_no_provider_is_called_inside_a_transaction(
    ready: Rig, tools: Tools, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(db, "inside_transaction", lambda: True)

    with pytest.raises(RuntimeError):
        await outcome(ready.account, tools)
    assert ready.taken() == 0


@every
async def test_a_test_of_the_account_tells_words_and_sends_nothing(
    ready: Rig, tools: Tools
) -> None:
    health = await gateway(ready.account, tools).check()

    assert health.ok or ready.wrong_key is None
    assert health.key.startswith("health-")
    if ready.wrong_key is not None:
        assert ready.taken() == 0
        wrong = await gateway(ready.wrong_key, tools).check()
        assert (wrong.ok, wrong.key) == (False, "health-auth")


@every
@pytest.mark.parametrize("fault", [None, *Kind])
async def test_no_log_and_no_error_tells_a_secret_a_number_or_a_text(
    ready: Rig,
    tools: Tools,
    fault: Kind | None,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for module, name in ((twilio_api, "SECONDS"), (sms_http, "SECONDS"), (smtp, "SECONDS")):
        monkeypatch.setattr(module, name, 0.5)
    monkeypatch.setattr(meta, "SEND_SECONDS", 0.5)
    caplog.set_level(logging.DEBUG)
    if fault:
        ready.faults.plan(ready.operation, fault, seconds=2 if fault is Kind.SILENCE else 0)
    adapter = gateway(ready.account, tools)
    message = a_message(ready.account.kind, text=TEXT)
    causes: list[str] = []
    try:
        ended: object = await adapter.send(message)
    except Outside as why:
        ended = why
        causes.append(repr(why.__cause__))

    ours = [one for one in caplog.records if not one.name.startswith(("asyncio", "mail.log"))]
    told = [one.getMessage() for one in ours]
    told += [*causes, repr(ended), str(ended), repr(adapter), repr(message), repr(ready.account)]
    assert not [line for line in told if _tells(line)]


def _tells(line: str) -> bool:
    return any(one in line for one in ("secret-of", "8801711111111", "rahim@", "secret is safe"))


@every
def test_every_provider_answers_for_the_same_things(kind: str, provider: str) -> None:
    scale = registry.find(kind, provider).scale

    assert set(scale) == set(MESSAGE_SCALE)
    assert all(word == "done" or word.startswith("exempt: ") for word in scale.values())


@every
def test_the_examples_of_the_fields_pass_their_own_checks(kind: str, provider: str) -> None:
    fields = registry.find(kind, provider).fields
    given = {field.name: field.example for field in fields}

    read = registry.read_settings(kind, provider, given)

    assert read.credentials.keys() | read.options.keys() == given.keys()
    assert not any(field.secret and field.option for field in fields)
