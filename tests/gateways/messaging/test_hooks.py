"""Whether a provider has sent it, and what a stand-in's own calls tell."""

from __future__ import annotations

import hashlib
from typing import Any
from urllib.parse import urlencode

import pytest

from domain.ports import (
    ApprovedTemplate,
    Asked,
    Document,
    Handed,
    Hook,
    Inbound,
    MessageGateway,
    Report,
)
from gateways import registry, twilio_api
from gateways.provider import Tools
from gateways.sms import payloads as sms
from gateways.sms.catalog import ROWS
from gateways.whatsapp import payloads as whatsapp
from sandbox.sms import Sms
from sandbox.twilio import Twilio
from sandbox.whatsapp import Shape, Template, WhatsApp
from tests.gateways.messaging.accounts import a_message, an_account
from tests.gateways.messaging.ours import Ours, at
from tests.gateways.messaging.rigs import NUMBER_ID, SID

URL = "https://isp.example.com/webhooks/x/main"


def a_gateway(kind: str, provider: str, tools: Tools, **given: object) -> MessageGateway:
    return registry.message_gateway(an_account(kind, provider, **given), tools)


def a_hook(body: bytes = b"", url: str = URL, **given: Any) -> Hook:
    return Hook(**{"method": "POST", "url": url, "query": {}, "headers": {}, "body": body, **given})


# The vectors of Meta's signature, over bytes: equal JSON written otherwise does not pass.
STATUS = (
    b'{"object":"whatsapp_business_account","entry":[{"id":"1","changes":[{"value":'
    b'{"messaging_product":"whatsapp","metadata":{"display_phone_number":"8801700000000",'
    b'"phone_number_id":"10"},"statuses":[{"id":"wamid.X","status":"delivered",'
    b'"timestamp":"1750000000","recipient_id":"8801711111111"}]},"field":"messages"}]}]}'
)
SIGNED_BY_META = [
    (STATUS, "f971da1ef9ca2db32c99e9bb3dcbfd96d32c2fa083d1dc74c2e2003d78685f5d"),
    (
        '{"t":"বিল"}'.encode(),
        "fb33c036861cd27854854fa26e3f8f2582ae4efbec9f23cb6cd99bfea4742599",
    ),
    (
        rb'{"t":"\u09ac\u09bf\u09b2"}',
        "798207d00b994942f31aa648408aa8c0e36841be935a36e2f26a9ddd28b8feb3",
    ),
]


@pytest.mark.parametrize(("body", "digest"), SIGNED_BY_META)
def test_metas_signature_is_over_the_raw_bytes(body: bytes, digest: str, tools: Tools) -> None:
    meta = a_gateway("whatsapp", "meta", tools, app_secret="test_app_secret")
    signature = {"x-hub-signature-256": f"sha256={digest}"}

    assert whatsapp.sign("test_app_secret", body) == f"sha256={digest}"
    assert meta.authentic(a_hook(body, headers=signature))
    assert not meta.authentic(a_hook(body + b" ", headers=signature))
    assert not meta.authentic(a_hook(body))
    assert not meta.authentic(a_hook(body, headers={"x-hub-signature-256": "sha256=é"}))


def test_metas_handshake_is_answered_to_whoever_knows_the_token(tools: Tools) -> None:
    meta = a_gateway("whatsapp", "meta", tools, verify_token="ours")
    query = {"hub.mode": "subscribe", "hub.challenge": "1158201444", "hub.verify_token": "ours"}

    assert meta.greet(a_hook(method="GET", query=query)) == "1158201444"
    assert meta.greet(a_hook(method="GET", query={**query, "hub.verify_token": "no"})) is None
    assert meta.greet(a_hook(method="GET", query={**query, "hub.mode": "x"})) is None
    assert meta.greet(a_hook(method="GET")) is None
    assert meta.greet(a_hook(query=query)) is None


FORM = {
    "AccountSid": "AC" + "a" * 32,
    "From": "whatsapp:+15550001111",
    "MessageSid": "SM" + "a" * 32,
    "MessageStatus": "delivered",
    "To": "whatsapp:+8801711111111",
}
PUBLIC = "https://isp.example.com/twilio/status"
FORM_TYPE = {"content-type": "application/x-www-form-urlencoded; charset=UTF-8"}


def form_body(form: dict[str, str]) -> bytes:
    return urlencode(form).encode()


def test_twilios_signature_is_over_our_public_address_and_every_field(tools: Tools) -> None:
    twilio = a_gateway("whatsapp", "twilio", tools, auth_token="12345")
    headers = {**FORM_TYPE, "x-twilio-signature": "9wQLFB+IT5jTuw0LjRwmabUUGt0="}
    hook = a_hook(form_body(FORM), f"{PUBLIC}?op=7", headers=headers)

    assert twilio_api.sign("12345", f"{PUBLIC}?op=7", FORM) == "9wQLFB+IT5jTuw0LjRwmabUUGt0="
    assert twilio.authentic(hook)
    assert twilio.authentic(a_hook(hook.body, PUBLIC, query={"op": "7"}, headers=headers))
    assert not twilio.authentic(a_hook(hook.body, PUBLIC, headers=headers))
    assert not twilio.authentic(a_hook(hook.body, f"{PUBLIC}?op=8", headers=headers))
    more = form_body({**FORM, "CarrierHint": "x"})
    assert not twilio.authentic(a_hook(more, f"{PUBLIC}?op=7", headers=headers))
    assert not twilio.authentic(a_hook(hook.body, f"{PUBLIC}?op=7", headers=FORM_TYPE))
    assert not twilio.authentic(a_hook(b"\xff", f"{PUBLIC}?op=7", headers=headers))


def test_twilios_newer_signature_names_its_algorithm(tools: Tools) -> None:
    twilio = a_gateway("whatsapp", "twilio", tools, auth_token="12345")
    headers = {
        **FORM_TYPE,
        "x-twilio-signature": "nn/EPWYoGzgcTQ1/hC67sO9oTOUSZo4RROyEoEP5vL8=",
        "x-twilio-webhooks-signature-settings": "key=k1,algorithm=HMAC_SHA256",
    }

    assert twilio.authentic(a_hook(form_body(FORM), f"{PUBLIC}?op=7", headers=headers))
    headers["x-twilio-webhooks-signature-settings"] = "key=k1,algorithm=NONE"
    assert not twilio.authentic(a_hook(form_body(FORM), f"{PUBLIC}?op=7", headers=headers))


def test_a_body_that_is_no_form_is_signed_by_its_digest(tools: Tools) -> None:
    twilio = a_gateway("sms", "twilio", tools, auth_token="12345")
    query = {"bodySHA256": hashlib.sha256(b'{"a":1}').hexdigest()}
    url = "https://isp.example.com/twilio/events"
    headers = {
        "content-type": "application/json",
        "x-twilio-signature": "gRzQOTkbOt6cSDdOO6geU5vB9t8=",
    }

    assert twilio.authentic(a_hook(b'{"a":1}', url, query=query, headers=headers))
    assert not twilio.authentic(a_hook(b'{"a":2}', url, query=query, headers=headers))
    assert not twilio.authentic(a_hook(b'{"a":1}', url, headers=headers))
    assert not twilio.authentic(a_hook(b"\xff", url, query=query, headers=headers))


def test_twilios_own_published_sample_passes() -> None:
    form = {
        "CallSid": "CA1234567890ABCDE",
        "Caller": "+14158675309",
        "Digits": "1234",
        "From": "+14158675309",
        "To": "+18005551212",
    }
    url = "https://mycompany.com/myapp.php?foo=1&bar=2"

    assert twilio_api.sign("12345", url, form) == "RSOYDt4T1cUTdK1PDd93/VVr8B8="


SIGNED_SMS = [
    (
        "smsgate",
        {"webhook_key": "smsgate-key"},
        b'{"event":"sms:delivered","id":"E1"}',
        "x-signature",
        "10b16bbdef18840b7a806e866db04a27476261a26c7834298ef8df658281779e",
    ),
    (
        "termii",
        {"webhook_secret": "tsk_secret"},
        b'{"message_id":"M1","status":"Delivered"}',
        "x-termii-signature",
        "f2c350909f132590c1f4446d8e140f7698bbdfbe962ba0be172fb20a608b5f43"
        "a51b491e717f11dff68575bd7e6eb97457ed38f8a6ec0d03cdd3d5692023df83",
    ),
]


@pytest.mark.parametrize(("provider", "key", "body", "header", "digest"), SIGNED_SMS)
def test_reports_of_sms_are_signed_as_their_row_says(
    provider: str, key: dict[str, str], body: bytes, header: str, digest: str, tools: Tools
) -> None:
    gateway = a_gateway("sms", provider, tools, **key)
    headers = {header: digest, "x-timestamp": "1750000000"}
    signed = ROWS[provider].signed

    assert signed is not None
    assert sms.sign(signed, next(iter(key.values())), body, headers) == digest
    assert gateway.authentic(a_hook(body, headers=headers))
    assert not gateway.authentic(a_hook(body + b" ", headers=headers))
    assert not gateway.authentic(a_hook(body))
    keyless = a_gateway("sms", provider, tools, **dict.fromkeys(key))
    assert not keyless.authentic(a_hook(body, headers=headers))


def test_an_unsigned_report_needs_the_token_of_our_address(tools: Tools) -> None:
    vonage = a_gateway("sms", "vonage", tools, report_token="t0k")
    without = a_gateway("sms", "vonage", tools, report_token=None)

    assert vonage.authentic(a_hook(query={"token": "t0k"}))
    assert not vonage.authentic(a_hook(query={"token": "t0"}))
    assert not vonage.authentic(a_hook())
    assert not without.authentic(a_hook(query={"token": ""}))


async def send(gateway: MessageGateway, tools: Tools, **given: Any) -> Handed:
    try:
        return await gateway.send(a_message(**given))
    finally:
        await tools.http.close()


@pytest.mark.parametrize("shape", list(Shape))
async def test_a_conversation_by_meta_is_understood_in_every_shape(
    shape: Shape, ours: tuple[Ours, str], tools: Tools
) -> None:
    hooks, address = ours
    stand_in = WhatsApp(
        token="secret-of-token", app_secret="secret-of-app_secret", phone_number_id=NUMBER_ID
    )
    async with at(stand_in):
        account = an_account("whatsapp", "meta", stand_in.base_url)
        gateway = hooks.gateway = registry.message_gateway(account, tools)
        await stand_in.account.notifier.subscribe(address, "secret-of-verify_token")
        stand_in.account.habits.reads = stand_in.account.habits.user_ids = True
        stand_in.account.habits.batch = 4
        await stand_in.customers.say("8801711111111", "বিল", shape=shape)
        handed = await send(gateway, tools, to="+8801711111111")
        await stand_in.settle()

    said, *statuses = hooks.words()
    assert isinstance(said, Inbound)
    assert said.text == "বিল"
    assert said.sender == (
        "BD.1" if shape in {Shape.ID_ONLY, Shape.ID_IN_FROM} else "+8801711111111"
    )
    assert [word.status for word in statuses if isinstance(word, Report)] == [
        "sent", "delivered", "read",
    ]  # fmt: skip
    told = {(word.provider_id, word.ref) for word in statuses if isinstance(word, Report)}
    assert told == {(handed.provider_id, "17")}


async def test_a_paper_and_a_template_arrive_by_meta(ours: tuple[Ours, str], tools: Tools) -> None:
    stand_in = WhatsApp(
        token="secret-of-token", app_secret="secret-of-app_secret", phone_number_id=NUMBER_ID
    )
    stand_in.account.add_template(
        Template("receipt", "en", "Dear {{1}}, thanks for {{2}} BDT.", header="DOCUMENT")
    )
    async with at(stand_in):
        account = an_account("whatsapp", "meta", stand_in.base_url)
        gateway = registry.message_gateway(account, tools)
        paper = Document("রসিদ.pdf", "application/pdf", b"%PDF-1.7 paid")
        template = ApprovedTemplate("receipt", "en", ["Rahim", "500"])
        await send(gateway, tools, document=paper, template=template)
        await stand_in.customers.say("8801711111111", "hi")
        await send(gateway, tools, document=paper, text="Your receipt")
        await stand_in.settle()

    first, second = stand_in.received
    assert first.text == "Dear Rahim, thanks for 500 BDT."
    assert second.text == "Your receipt"
    assert first.documents == second.documents == [("রসিদ.pdf", paper.mime, paper.content)]


async def test_statuses_and_words_by_twilio_are_signed_and_carry_our_reference(
    ours: tuple[Ours, str], tools: Tools
) -> None:
    hooks, address = ours
    sender = "+15005550006"
    stand_in = Twilio(
        account_sid=SID, auth_token="secret-of-auth_token", numbers=(f"whatsapp:{sender}",)
    )
    async with at(stand_in):
        account = an_account("whatsapp", "twilio", stand_in.base_url, sender=sender)
        gateway = hooks.gateway = registry.message_gateway(account, tools)
        stand_in.account.inbound_url = address
        stand_in.account.habits.reads = stand_in.account.habits.duplicate = True
        await stand_in.customers.say("+8801711111111", "বিল কত?", to=f"whatsapp:{sender}")
        handed = await send(gateway, tools, report_url=address)
        await stand_in.settle()

    said, *statuses = hooks.words()
    assert isinstance(said, Inbound)
    assert (said.sender, said.text) == ("+8801711111111", "বিল কত?")
    assert [word.status for word in statuses if isinstance(word, Report)] == [
        "sent", "sent", "delivered", "delivered", "read", "read",
    ]  # fmt: skip
    told = {(word.provider_id, word.ref) for word in statuses if isinstance(word, Report)}
    assert told == {(handed.provider_id, "17")}


@pytest.mark.parametrize(("unreachable", "status"), [(False, "sent"), (True, "failed")])
async def test_a_provider_that_is_only_asked_tells_how_it_ended(
    unreachable: bool, status: str, tools: Tools
) -> None:
    stand_in = Sms(api_key="secret-of-api_key")
    if unreachable:
        stand_in.unreachable.add("+8801711111111")
    async with at(stand_in):
        account = an_account("sms", "sms.net.bd", stand_in.base_url)
        gateway = registry.message_gateway(account, tools)
        handed = await gateway.send(a_message())
        await stand_in.settle()
        assert isinstance(gateway, Asked)
        report = await gateway.ask(handed.provider_id)
        await tools.http.close()

    assert report == Report(handed.provider_id, status, detail="Failed" if unreachable else "")
