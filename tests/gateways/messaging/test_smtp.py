"""Mail by a relay: what arrives, what each refusal comes to, who is trusted."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest

from domain.errors import Busy, Outside, Refused
from domain.ports import Document, Handed, Trouble
from gateways.mail import refusals
from gateways.mail.smtp import Smtp
from gateways.outcomes import Later, Outcome
from sandbox.faults import Kind
from sandbox.mail import Mail, Security
from tests.gateways.messaging.accounts import a_message, an_account

USER = {"username": "bills@example.com", "password": "secret-of-password"}


@asynccontextmanager
async def a_relay(security: Security = Security.STARTTLS, **given: Any) -> AsyncIterator[Mail]:
    made = Mail(security=security, **{**USER, **given})
    await made.start()
    try:
        yield made
    finally:
        await made.stop()


def through(relay: Mail, **given: object) -> Smtp:
    """An adapter for the relay, which trusts its certificate."""
    values = {
        "host": "localhost",
        "port": relay.port,
        "security": relay.security.value,
        "ca": relay.ca_pem or None,
        "username": USER["username"],
        **given,
    }
    return Smtp(an_account("email", "smtp", **values))


async def refused(relay: Mail, **message: Any) -> tuple[type[Outside], str, str]:
    with pytest.raises(Outside) as caught:
        await through(relay).send(a_message("email", **message))
    return caught.type, caught.value.reason, caught.value.detail


@pytest.mark.parametrize("security", list(Security))
async def test_a_mail_arrives_with_both_texts_and_its_paper(security: Security) -> None:
    paper = Document("রসিদ ১.pdf", "application/pdf", b"%PDF-1.7 paid")
    async with a_relay(security) as relay:
        handed = await through(relay, sender_name="নগর নেট", reply_to="help@example.com").send(
            a_message(
                "email",
                subject="আপনার বিল",
                text="প্রিয় রহিম, ৫০০ টাকা।",
                html="<p>প্রিয় রহিম</p>",
                document=paper,
                language="bn",
            )
        )

    (mail,) = relay.messages
    content = mail.content
    assert (mail.sender, mail.to) == ("bills@example.com", ("rahim@example.com",))
    assert mail.subject == "আপনার বিল"
    assert mail.text.strip() == "প্রিয় রহিম, ৫০০ টাকা।"
    assert mail.documents == [("রসিদ ১.pdf", "application/pdf", paper.content)]
    assert content["From"].addresses[0].display_name == "নগর নেট"
    assert content["Reply-To"] == "help@example.com"
    html = content.get_body(("html",))
    assert html is not None
    assert html.get_content().strip() == "<p>প্রিয় রহিম</p>"
    assert content["Message-ID"] == handed.provider_id
    assert content["Auto-Submitted"] == "auto-generated"
    assert content["List-Unsubscribe"] is None


async def test_a_text_without_html_is_made_into_a_page_that_can_be_tapped() -> None:
    text = "Dear <Rahim>,\npay 500 & more:\n\nhttps://x/p/tok?a=1&b=2 now."
    async with a_relay() as relay:
        await through(relay).send(a_message("email", subject="A & B", text=text))

    html = relay.messages[0].content.get_body(("html",))
    assert html is not None
    page = html.get_content().replace("\r\n", "\n")
    assert "<p>Dear &lt;Rahim&gt;,<br>\npay 500 &amp; more:</p>" in page
    assert '<a href="https://x/p/tok?a=1&amp;b=2">https://x/p/tok?a=1&amp;b=2</a> now.' in page
    assert "<title>A &amp; B</title>" in page


async def test_bounces_go_to_the_address_for_them() -> None:
    async with a_relay() as relay:
        await through(relay, bounce_to="bounces@example.com").send(a_message("email"))

    assert relay.messages[0].sender == "bounces@example.com"


async def test_every_mail_has_a_name_of_its_own() -> None:
    async with a_relay() as relay:
        first = await through(relay).send(a_message("email"))
        second = await through(relay).send(a_message("email"))

    assert first.provider_id != second.provider_id
    assert first.provider_id.endswith("@example.com>")


async def test_an_unknown_mailbox_is_final_and_a_full_one_is_not() -> None:
    async with a_relay() as relay:
        relay.unknown.add("rahim@example.com")
        assert await refused(relay) == (Refused, "bad-recipient", "recipient 550")
        relay.unknown.discard("rahim@example.com")
        relay.full.add("rahim@example.com")
        assert await refused(relay) == (Busy, "recipient", "recipient 552")


async def test_greylisting_is_waited_out() -> None:
    async with a_relay() as relay:
        relay.greylisted.add("rahim@example.com")

        assert await refused(relay) == (Busy, "provider", "recipient 451")


async def test_what_the_relay_has_against_us_is_a_matter_of_settings() -> None:
    async with a_relay() as relay:
        relay.faults.plan("recipient", Kind.REFUSE)
        assert await refused(relay) == (Refused, "config", "recipient 554")
        relay.faults.plan("hello", Kind.REFUSE)
        assert (await refused(relay))[:2] == (Refused, "config")
        relay.allowed_senders = type(relay.unknown)()
        assert await refused(relay) == (Refused, "config", "sender 553")


async def test_a_text_that_looks_like_spam_is_refused_for_good() -> None:
    async with a_relay() as relay:
        relay.spam_words.add("lottery")

        assert await refused(relay, text="You won the lottery") == (
            Refused,
            "content-rejected",
            "data 554",
        )


async def test_a_connection_lost_before_the_text_is_worth_another_try() -> None:
    async with a_relay() as relay:
        for step in ("hello", "recipient"):
            relay.faults.plan(step, Kind.RESET_BEFORE)
            assert (await refused(relay))[0] is Busy

        assert isinstance(await through(relay).send(a_message("email")), Handed)


async def test_a_wrong_password_and_none_at_all_are_told_apart_from_trouble() -> None:
    async with a_relay() as relay:
        wrong = await through(relay, password="another").check()
        assert (wrong.ok, wrong.key, wrong.detail) == (False, "health-auth", "auth 535")
        with pytest.raises(Refused) as caught:
            await through(relay, username=None).send(a_message("email"))

    assert (caught.value.reason, caught.value.detail) == ("auth", "sender 530")


@pytest.mark.parametrize("security", [Security.STARTTLS, Security.TLS])
async def test_a_certificate_that_nobody_vouches_for_is_refused(security: Security) -> None:
    async with a_relay(security) as relay:
        health = await through(relay, ca=None).check()
        trusting = await through(relay, ca=None, verify_tls="no").check()

    assert (health.ok, health.key) == (False, "health-config")
    assert health.detail.startswith("tls ")
    assert trusting.ok


async def test_a_relay_without_encryption_is_not_logged_in_to_unless_told() -> None:
    async with a_relay(Security.NONE) as relay:
        health = await through(relay, security="starttls").check()

    assert (health.ok, health.key) == (False, "health-config")


async def test_a_check_names_the_relay_and_sends_nothing() -> None:
    async with a_relay() as relay:
        health = await through(relay).check()

    assert health.ok
    assert health.detail == f"localhost:{relay.port}"
    assert relay.messages == []


@pytest.mark.parametrize(
    "given",
    [
        {"to": "rahim@example.com\r\nBcc: all@example.com"},
        {"to": "no address"},
        {"to": ""},
        {"to": "রহিম@example.com"},
    ],
)
async def test_what_is_no_address_breaks_out_of_no_header(given: dict[str, str]) -> None:
    async with a_relay() as relay:
        assert (await refused(relay, **given))[:2] == (Refused, "bad-recipient")

    assert relay.messages == []


async def test_a_name_or_subject_of_several_lines_becomes_one() -> None:
    broken = "Bill\r\nBcc: all@example.com\x00\u2028of May"
    async with a_relay() as relay:
        await through(relay, sender_name="City Net\r\nBcc: all@example.com").send(
            a_message("email", subject=broken)
        )

    (mail,) = relay.messages
    assert mail.subject == "Bill Bcc: all@example.com of May"
    assert mail.content["From"].addresses[0].display_name == "City Net Bcc: all@example.com"
    assert mail.content["Bcc"] is None
    assert mail.to == ("rahim@example.com",)


async def test_a_domain_in_other_letters_goes_as_the_wire_wants_it() -> None:
    async with a_relay() as relay:
        await through(relay, sender="bills@নগরনেট.বাংলা", reply_to="help@নগরনেট.বাংলা").send(
            a_message("email", to="rahim@ঢাকা.বাংলা")
        )

    (mail,) = relay.messages
    assert mail.to == (f"rahim@{'ঢাকা.বাংলা'.encode('idna').decode()}",)
    assert mail.sender == f"bills@{'নগরনেট.বাংলা'.encode('idna').decode()}"
    assert str(mail.content["Reply-To"]).startswith("help@xn--")


@pytest.mark.parametrize("name", ["sender", "reply_to", "bounce_to"])
@pytest.mark.parametrize("wrong", ["bills@example..com", "রহিম@example.com"])
async def test_an_address_of_ours_that_is_none_is_not_the_recipients_fault(
    name: str, wrong: str
) -> None:
    async with a_relay() as relay:
        with pytest.raises(Refused) as caught:
            await through(relay, **{name: wrong}).send(a_message("email"))

    assert caught.value.reason == "config"


@pytest.mark.parametrize(
    ("answer", "meaning"),
    [
        ("550 5.1.1 No such user", Trouble.BAD_RECIPIENT),
        ("550 5.1.1 <a@relay.example>: Recipient address rejected", Trouble.BAD_RECIPIENT),
        ("550 No such user here", Trouble.BAD_RECIPIENT),
        ("553 5.7.1 Sender address rejected: not owned by user", Trouble.CONFIG),
        ("550 5.1.0 <b@x.example>: Sender address rejected: User unknown", Trouble.CONFIG),
        ("550 5.1.8 Sender address rejected: Domain not found", Trouble.CONFIG),
        ("550 relay not permitted", Trouble.CONFIG),
        ("550 rejected because 192.0.2.1 is in a black list", Trouble.CONFIG),
        ("530 5.7.0 Must issue a STARTTLS command first", Trouble.AUTH),
        ("550 5.4.1 Recipient address rejected: Access denied", Trouble.REFUSED),
        ("503 bad sequence of commands", Trouble.CONFIG),
        ("552 5.2.2 Mailbox full", refusals.FULL),
        ("450 4.2.0 Greylisted", Later()),
        ("421 4.7.0 Too many connections", Later(for_all=True)),
    ],
)
def test_a_refused_recipient_is_told_apart_from_a_refused_sender(
    answer: str, meaning: Outcome
) -> None:
    code, _, text = answer.partition(" ")
    assert refusals.of_recipient(int(code), text) == meaning


@pytest.mark.parametrize(
    ("answer", "meaning"),
    [
        ("554 5.7.1 Looks like spam", Trouble.CONTENT_REJECTED),
        ("550 5.7.26 This mail is unauthenticated", Trouble.CONFIG),
        ("550 5.1.1 No such user", Trouble.BAD_RECIPIENT),
        ("552 5.3.4 Too big", Trouble.CONTENT_REJECTED),
        ("452 4.2.2 Mailbox full", refusals.FULL),
    ],
)
def test_a_refused_mail_says_whose_fault_it_is(answer: str, meaning: Outcome) -> None:
    code, _, text = answer.partition(" ")
    assert refusals.of_content(int(code), text) == meaning


def test_the_port_follows_from_the_encryption() -> None:
    given = {"host": "mail.example.com", "security": "tls"}
    assert Smtp(an_account("email", "smtp", **given))._port == 465
    assert Smtp(an_account("email", "smtp", host="mail.example.com"))._port == 587
    other = Smtp(an_account("email", "smtp", "smtp://127.0.0.1:2525", host="mail.example.com"))
    assert (other._host, other._port) == ("127.0.0.1", 2525)
