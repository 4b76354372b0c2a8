"""A provider that its account describes: what it may name, whom it may reach."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from domain.errors import Busy, InvalidValue, Refused, Unsure
from gateways import registry
from gateways.http import Http
from gateways.provider import Tools
from tests.gateways.messaging.accounts import a_message, an_account
from tests.gateways.messaging.wire import Wire


@pytest.fixture
async def tools() -> AsyncIterator[Tools]:
    http = Http()
    yield Tools(http, None)  # type: ignore[arg-type]
    await http.close()


@pytest.fixture
async def wire() -> AsyncIterator[Wire]:
    made = Wire(answers=[(200, b"202")])
    await made.start()
    yield made
    await made.stop()


INSIDE = [
    "http://127.0.0.1:{port}/send",
    "http://localhost:{port}/send",
    "http://[::1]:{port}/send",
    "http://2130706433:{port}/send",
    "http://10.0.0.1/send",
    "http://192.168.1.1/send",
    "http://169.254.169.254/latest/meta-data",
    "http://0.0.0.0:{port}/send",
    "http://[::ffff:127.0.0.1]:{port}/send",
    "http://100.64.0.1/send",
]


@pytest.mark.parametrize("url", INSIDE)
async def test_an_address_inside_a_network_is_not_called(
    url: str, wire: Wire, tools: Tools
) -> None:
    account = an_account("sms", "http", url=url.format(port=wire.port))

    with pytest.raises(Refused) as caught:
        await registry.message_gateway(account, tools).send(a_message())

    assert caught.value.reason == "config"
    assert wire.asked == []


@pytest.mark.parametrize("given", [{"allow_private": "yes"}, {"base_url": "given"}])
async def test_whoever_may_say_so_lets_it_be_called(
    given: dict[str, str], wire: Wire, tools: Tools
) -> None:
    given = {**given, "base_url": wire.base_url} if "base_url" in given else given
    account = an_account("sms", "http", url=f"http://localhost:{wire.port}/send", **given)

    handed = await registry.message_gateway(account, tools).send(a_message())

    assert handed.provider_id == ""
    assert len(wire.asked) == 1


async def test_a_name_that_nobody_knows_is_worth_another_try(tools: Tools) -> None:
    account = an_account("sms", "http", url="http://nobody.invalid/send")

    with pytest.raises(Busy):
        await registry.message_gateway(account, tools).send(a_message())


async def test_a_redirect_is_not_followed_with_our_secrets(wire: Wire, tools: Tools) -> None:
    wire.answers = [(302, b"")]
    account = an_account("sms", "http", wire.base_url)

    with pytest.raises(Unsure):
        await registry.message_gateway(account, tools).send(a_message())

    assert len(wire.asked) == 1


WRONG = [
    {"url": "sms.example.com/send"},
    {"url": "https://{sender}.example.com/send"},
    {"url": "https://sms.example.com/{api_key}/send"},
    {"url": "https://sms.example.com/send?x={nobody}"},
    {"params": "to={to}&text={txt}"},
    {"headers": "Authorization"},
    {"headers": "X: {nobody}"},
    {"ok_matches": "("},
    {"ok_matches": None},
    {"id_matches": "["},
    {"error_codes": "1007=poor"},
    {"error_codes": "1007"},
    {"report_states": "DELIVRD=arrived"},
    {"method": "put"},
    {"encoding": "xml"},
]


@pytest.mark.parametrize("given", WRONG)
def test_what_could_not_work_is_refused_when_it_is_entered(given: dict[str, str | None]) -> None:
    with pytest.raises(InvalidValue) as caught:
        an_account("sms", "http", **given)

    assert caught.value.values["field"] in given


async def test_rules_that_do_not_fit_each_other_are_told_by_the_test(tools: Tools) -> None:
    gateway = registry.message_gateway(an_account("sms", "http", encoding="json"), tools)

    assert (await gateway.check()).key == "health-config"


REFUSALS = [
    (200, b'{"status": "FAILED", "status_code": 5000}', "refused", "5000"),
    (200, b'{"status":"error","code":"E77"}', "refused", "E77"),
    (200, b'[{"status": "FAILED", "statusmsg": "x"}]', "refused", ""),
    (200, b'{"success": false, "error_code": 12}', "refused", "12"),
    (200, b'{"return": false, "status_code": 999}', "refused", "999"),
    (200, b'{"errors": [{"code": 7}], "type": "x"}', "refused", ""),
    (200, b"Error: Invalid sender", "refused", ""),
    (200, b"-6", "refused", "-6"),
    (400, b"what?", "refused", "HTTP 400"),
    (401, b"{}", "auth", "HTTP 401"),
    (403, b"<html>Forbidden</html>", "config", "HTTP 403"),
    (404, b"<html>Not Found</html>", "config", "HTTP 404"),
]


@pytest.mark.parametrize(("status", "body", "reason", "code"), REFUSALS)
async def test_an_answer_that_says_failed_is_a_refusal_whatever_its_code(
    status: int, body: bytes, reason: str, code: str, wire: Wire, tools: Tools
) -> None:
    wire.answers = [(status, body)]
    account = an_account("sms", "http", wire.base_url, ok_at="response_code", ok_matches="^202$")

    with pytest.raises(Refused) as caught:
        await registry.message_gateway(account, tools).send(a_message())

    assert (caught.value.reason, caught.value.detail) == (reason, code)


DOUBTS = [
    (200, b'{"status": "queued"}'),
    (200, b'{"status": "SUCCESS", "error": null}'),
    (200, b'{"errors": [], "error": 0, "success": true}'),
    (200, b"no error, thank you"),
    (500, b'{"status": "FAILED"}'),
    (408, b"timeout"),
]


@pytest.mark.parametrize(("status", "body"), DOUBTS)
async def test_an_answer_that_does_not_say_so_leaves_doubt(
    status: int, body: bytes, wire: Wire, tools: Tools
) -> None:
    wire.answers = [(status, body)]
    account = an_account("sms", "http", wire.base_url, ok_at="response_code", ok_matches="^202$")

    with pytest.raises(Unsure):
        await registry.message_gateway(account, tools).send(a_message())
