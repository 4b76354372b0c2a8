from __future__ import annotations

import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from email.message import EmailMessage
from typing import Any

import aiosmtplib
import pytest

from sandbox.faults import Kind
from sandbox.mail import Addresses, Mail, Security
from tests.sandbox.callback import MovableClock

RAHIM, KARIM = "rahim@customer.example", "karim@customer.example"


@asynccontextmanager
async def relay(**settings: Any) -> AsyncIterator[Mail]:
    """A running relay that asks for a password, unless told otherwise."""
    mail = Mail(**{"username": "isp", "password": "secret", "clock": MovableClock(), **settings})
    await mail.start()
    try:
        yield mail
    finally:
        await mail.stop()


@pytest.fixture
async def mail() -> AsyncIterator[Mail]:
    async with relay() as mail:
        yield mail


def bill(*, subject: str = "Bill for June") -> EmailMessage:
    message = EmailMessage()
    message["From"] = "Demo ISP <billing@isp.example>"
    message["To"] = RAHIM
    message["Subject"] = subject
    message["Message-ID"] = "<uuid-1@isp.example>"
    message.set_content("500 টাকা is due.")
    message.add_alternative("<p>500 taka is due.</p>", subtype="html")
    message.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename="বিল.pdf")
    return message


async def send(mail: Mail, message: EmailMessage | None = None, **changes: Any) -> Any:
    context = ssl.create_default_context(cadata=mail.ca_pem) if mail.ca_pem else None
    settings = {
        "hostname": "127.0.0.1",
        "port": mail.port,
        "username": "isp",
        "password": "secret",
        "start_tls": mail.security is Security.STARTTLS,
        "use_tls": mail.security is Security.TLS,
        "tls_context": context,
        "sender": "bounce@isp.example",
        "recipients": [RAHIM],
        "timeout": 5,
        **changes,
    }
    return await aiosmtplib.send(message or bill(), **settings)


class TestDelivery:
    async def test_a_mail_is_kept_and_parsed(self, mail: Mail) -> None:
        refused, reply = await send(mail)
        assert (refused, reply) == ({}, "2.0.0 queued as 00000001")
        (message,) = mail.messages
        assert (message.subject, message.sender) == ("Bill for June", "bounce@isp.example")
        assert message.content["Message-ID"] == "<uuid-1@isp.example>"
        received = mail.phones.of(RAHIM.upper())[0]
        assert (received.channel, received.id) == ("mail", message.id)
        assert received.text.startswith("Bill for June\n\n500 টাকা is due.")
        assert received.documents == [("বিল.pdf", "application/pdf", b"%PDF")]
        assert mail.received == [received]

    async def test_implicit_tls(self) -> None:
        async with relay(security=Security.TLS) as mail:
            await send(mail)
            assert len(mail.messages) == 1

    async def test_a_local_relay_without_tls_and_password(self) -> None:
        async with relay(security=Security.NONE, username="") as mail:
            await send(mail, username=None, password=None)
            assert len(mail.messages) == 1

    async def test_changes_are_announced(self, mail: Mail) -> None:
        seen: list[str] = []
        mail.on_change = lambda: seen.append("changed")
        await send(mail)
        assert seen == ["changed"]

    async def test_text_and_mail_attachments(self, mail: Mail) -> None:
        message = bill()
        message.add_attachment("a;b", subtype="csv", filename="usage.csv")
        message.add_attachment(bill(), filename="old.eml")
        await send(mail, message)
        names = [name for name, _, _ in mail.messages[0].documents]
        assert names == ["বিল.pdf", "usage.csv", "old.eml"]
        assert mail.messages[0].documents[1][2].strip() == b"a;b"


class TestRefusals:
    async def test_a_wrong_password(self, mail: Mail) -> None:
        with pytest.raises(aiosmtplib.SMTPAuthenticationError) as raised:
            await send(mail, password="wrong")
        assert raised.value.code == 535

    async def test_no_password(self, mail: Mail) -> None:
        with pytest.raises(aiosmtplib.SMTPSenderRefused) as raised:
            await send(mail, username=None, password=None)
        assert raised.value.code == 530

    async def test_no_starttls(self, mail: Mail) -> None:
        with pytest.raises(aiosmtplib.SMTPException, match="AUTH extension is not supported"):
            await send(mail, start_tls=False)
        with pytest.raises(aiosmtplib.SMTPResponseException) as raised:
            await send(mail, start_tls=False, username=None, password=None)
        assert raised.value.code == 530

    async def test_an_untrusted_certificate(self, mail: Mail) -> None:
        with pytest.raises(ssl.SSLCertVerificationError):
            await send(mail, tls_context=ssl.create_default_context())
        assert mail.messages == []

    @pytest.mark.parametrize(
        ("mark", "code"), [("unknown", 550), ("full", 552), ("greylisted", 451)]
    )
    async def test_a_marked_recipient(self, mail: Mail, mark: str, code: int) -> None:
        getattr(mail, mark).add(RAHIM)
        with pytest.raises(aiosmtplib.SMTPRecipientsRefused) as raised:
            await send(mail)
        assert [one.code for one in raised.value.recipients] == [code]

    async def test_one_of_two_recipients(self, mail: Mail) -> None:
        mail.unknown.add(KARIM)
        refused, _ = await send(mail, recipients=[RAHIM, KARIM])
        assert refused[KARIM][0] == 550
        assert mail.messages[0].to == (RAHIM,)

    async def test_greylisting_ends(self) -> None:
        clock = MovableClock()
        async with relay(clock=clock) as mail:
            mail.greylisted.add(RAHIM)
            for _ in range(2):
                with pytest.raises(aiosmtplib.SMTPRecipientsRefused):
                    await send(mail)
            clock.forward(minutes=5)
            await send(mail)
            assert len(mail.messages) == 1

    async def test_spam_is_refused_after_data(self, mail: Mail) -> None:
        mail.spam_words = {"Lottery"}
        with pytest.raises(aiosmtplib.SMTPDataError) as raised:
            await send(mail, bill(subject="lottery!"))
        assert raised.value.code == 554
        assert mail.messages == []

    async def test_a_foreign_sender(self, mail: Mail) -> None:
        mail.allowed_senders = Addresses()
        mail.allowed_senders.add("Bounce@isp.example")
        await send(mail)
        with pytest.raises(aiosmtplib.SMTPSenderRefused) as raised:
            await send(mail, sender="somebody@else.example")
        assert raised.value.code == 553

    @pytest.mark.parametrize("header", ["From", "Message-ID"])
    async def test_a_mail_without_an_origin(self, mail: Mail, header: str) -> None:
        message = bill()
        del message[header]
        with pytest.raises(aiosmtplib.SMTPDataError) as raised:
            await send(mail, message)
        assert raised.value.code == 550

    async def test_a_mail_that_is_too_big(self) -> None:
        async with relay(max_size=1000) as mail:
            message = bill()
            message.add_attachment(b"x" * 2000, maintype="image", subtype="png", filename="x.png")
            with pytest.raises(aiosmtplib.SMTPResponseException) as raised:
                await send(mail, message)
            assert raised.value.code == 552


class TestFaults:
    @pytest.mark.parametrize(
        ("kind", "code"), [(Kind.REFUSE, 554), (Kind.HTTP_429, 451), (Kind.HTTP_500, 451)]
    )
    async def test_refused_as_planned(self, mail: Mail, kind: Kind, code: int) -> None:
        mail.faults.plan("recipient", kind)
        mail.faults.plan("data", kind)
        with pytest.raises(aiosmtplib.SMTPRecipientsRefused) as recipients:
            await send(mail)
        with pytest.raises(aiosmtplib.SMTPDataError) as data:
            await send(mail)
        assert (recipients.value.recipients[0].code, data.value.code) == (code, code)
        assert mail.messages == []
        await send(mail)

    @pytest.mark.parametrize(("kind", "count"), [(Kind.RESET_BEFORE, 0), (Kind.RESET_AFTER, 1)])
    async def test_the_connection_drops(self, mail: Mail, kind: Kind, count: int) -> None:
        mail.faults.plan("data", kind)
        with pytest.raises(aiosmtplib.SMTPServerDisconnected):
            await send(mail)
        assert len(mail.messages) == count

    async def test_it_drops_at_the_greeting(self, mail: Mail) -> None:
        mail.faults.plan("hello", Kind.RESET_BEFORE)
        with pytest.raises((aiosmtplib.SMTPException, OSError)):
            await send(mail)

    async def test_junk_after_the_act(self, mail: Mail) -> None:
        mail.faults.plan("data", Kind.JUNK)
        with pytest.raises(aiosmtplib.SMTPException):
            await send(mail)
        assert len(mail.messages) == 1

    async def test_silence(self, mail: Mail) -> None:
        mail.faults.plan("data", Kind.SILENCE)
        with pytest.raises(aiosmtplib.SMTPTimeoutError):
            await send(mail, timeout=0.3)
        assert mail.messages == []
