"""Mail by an operator's own relay."""

from __future__ import annotations

import contextlib
import ssl
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from email.message import EmailMessage
from functools import cache
from typing import Any
from urllib.parse import urlsplit

import aiosmtplib

from domain import clock, db
from domain.errors import Busy, Outside, Refused, Unsure
from domain.forms import TEXT, Field, Kind
from domain.kinds import FLAG, like, one_of, whole
from domain.ports import Account, Handed, Health, Hook, Inbound, Outgoing, Report, Trouble
from gateways.health import tested
from gateways.mail import payloads, refusals
from gateways.outcomes import failure, without_choices
from gateways.provider import DONE, Provider, Tools

SECONDS = 20.0
SECURITIES = ("starttls", "tls", "none")
_ADDRESS = r"[^@\s<>]+@[^@\s<>]+"


@cache
def _context(ca: str, verify: bool) -> ssl.SSLContext:
    """What servers are trusted by; `ca` is trusted besides the usual authorities."""
    context = ssl.create_default_context()
    if ca:
        context.load_verify_locations(cadata=ca)
    if not verify:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return context


class Smtp:
    """A relay; each mail has a connection of its own."""

    def __init__(self, account: Account) -> None:
        def given(name: str, default: str = "") -> str:
            return account.text(name, default)

        other = urlsplit(account.base_url)
        self._host = other.hostname or given("host")
        self._security = given("security", "starttls")
        self._port = other.port or int(given("port", "465" if self._security == "tls" else "587"))
        self._username = given("username")
        self._password = given("password")
        self._addresses = {name: given(name) for name in ("sender", "reply_to", "bounce_to")}
        self._sender_name = given("sender_name")
        self._ca = given("ca")
        self._verify = account.options.get("verify_tls") is not False

    async def send(self, message: Outgoing) -> Handed:
        """Hand the mail to the relay; its Message-ID is what names it."""
        without_choices(message)
        sender, bounce_to = self._ours("sender"), self._ours("bounce_to") or self._ours("sender")
        try:
            to = payloads.address(message.to)
        except ValueError:
            raise Refused(Trouble.BAD_RECIPIENT, "no mail address") from None
        mail = payloads.message(
            message,
            to=to,
            sender=sender,
            sender_name=self._sender_name,
            reply_to=self._ours("reply_to"),
            at=clock.now(),
        )
        async with self._connected() as relay:
            await _deliver(relay, mail, bounce_to, to)
        return Handed(str(mail["Message-ID"]))

    def _ours(self, name: str) -> str:
        """An address of ours, empty where none is set; it is not the recipient who is wrong."""
        try:
            return payloads.address(self._addresses[name]) if self._addresses[name] else ""
        except ValueError:
            raise Refused(Trouble.CONFIG, f"{name} is no mail address") from None

    @asynccontextmanager
    async def _connected(self) -> AsyncIterator[aiosmtplib.SMTP]:
        """A connection that is greeted, encrypted and logged in."""
        if db.inside_transaction():
            raise RuntimeError("a relay was called inside a transaction")
        secured = self._security != "none"
        relay = aiosmtplib.SMTP(
            hostname=self._host,
            port=self._port,
            local_hostname=self._ours("sender").rpartition("@")[2],
            timeout=SECONDS,
            use_tls=self._security == "tls",
            start_tls=self._security == "starttls",
            tls_context=_context(self._ca, self._verify) if secured else None,
        )
        try:
            try:
                await relay.connect()
                if self._username:
                    await relay.login(self._username, self._password)
            except (aiosmtplib.SMTPException, OSError, ValueError) as why:
                raise _not_connected(why) from None
            yield relay
            with contextlib.suppress(aiosmtplib.SMTPException, OSError):
                await relay.quit()
        finally:
            relay.close()

    async def check(self) -> Health:
        """Connect, greet, encrypt, log in; nothing is sent."""
        return await tested(self._look())

    async def _look(self) -> Health:
        async with self._connected() as relay:
            try:
                await relay.noop()
            except (aiosmtplib.SMTPException, OSError) as why:
                raise Busy("broken", f"noop {type(why).__name__}") from None
        return Health(ok=True, key="health-ok", detail=f"{self._host}:{self._port}")

    def authentic(self, hook: Hook) -> bool:
        """A relay calls nobody."""
        return False

    def greet(self, hook: Hook) -> str | None:
        """A relay calls nobody."""
        return None

    def parse(self, hook: Hook) -> Sequence[Report | Inbound]:
        """A relay calls nobody."""
        return []


async def _deliver(relay: aiosmtplib.SMTP, mail: EmailMessage, sender: str, to: str) -> None:
    """The envelope, then the content: from DATA on, silence leaves us not knowing."""
    try:
        await relay.mail(sender)
        await relay.rcpt(to)
    except aiosmtplib.SMTPSenderRefused as why:
        raise failure(refusals.of_sender(why.code), f"sender {why.code}") from None
    except aiosmtplib.SMTPRecipientRefused as why:
        outcome = refusals.of_recipient(why.code, why.message)
        raise failure(outcome, f"recipient {why.code}") from None
    except (aiosmtplib.SMTPException, OSError) as why:
        raise Busy("broken", f"envelope {type(why).__name__}") from None
    except ValueError:
        raise Refused(Trouble.CONFIG, "envelope") from None
    try:
        await relay.data(mail.as_bytes())
    except aiosmtplib.SMTPDataError as why:
        if not 400 <= why.code <= 599:
            raise Unsure("junk", f"data {why.code}") from None
        raise failure(refusals.of_content(why.code, why.message), f"data {why.code}") from None
    except (aiosmtplib.SMTPException, OSError) as why:
        raise Unsure("broken", f"data {type(why).__name__}") from None


def _not_connected(why: Exception) -> Outside:
    """Why there is no connection, by the step at which it failed."""
    cause = why if isinstance(why, ssl.SSLError) else why.__cause__
    if isinstance(cause, ssl.SSLError):
        return Refused(Trouble.CONFIG, f"tls {cause.reason or type(cause).__name__}")
    if isinstance(why, aiosmtplib.SMTPAuthenticationError):
        return failure(refusals.final(why.code, Trouble.AUTH), f"auth {why.code}")
    if isinstance(why, aiosmtplib.SMTPConnectResponseError | aiosmtplib.SMTPHeloError):
        return failure(refusals.final(why.code, Trouble.CONFIG), f"hello {why.code}")
    if isinstance(why, aiosmtplib.SMTPResponseException):
        return failure(refusals.final(why.code, Trouble.CONFIG), f"login {why.code}")
    if isinstance(why, OSError):  # of which the library's time-outs and disconnections are part
        reason = "timeout" if isinstance(why, TimeoutError) else "unreachable"
        return Busy(reason, f"connect {type(why).__name__}")
    return Refused(Trouble.CONFIG, "the relay offers no encryption or no login")


def make(account: Account, tools: Tools) -> Smtp:
    """The adapter of an account."""
    return Smtp(account)


def _option(name: str, example: str, kind: Kind = TEXT, **more: Any) -> Field:
    return Field(name, example, kind, option=True, **{"required": False, **more})


PROVIDER: Provider[Any] = Provider(
    name="smtp",
    title="SMTP",
    kind="email",
    fields=(
        _option("host", "smtp.example.com", like(r"[\w.:-]+"), required=True),
        _option("port", "587", whole(0)),
        _option("security", "starttls", one_of(*SECURITIES), default="starttls"),
        Field("username", "bills@example.com", required=False),
        Field("password", "s3cret…", secret=True, required=False),
        _option("sender", "bills@example.com", like(_ADDRESS), required=True),
        _option("sender_name", "My ISP"),
        _option("reply_to", "help@example.com", like(_ADDRESS)),
        _option("bounce_to", "bounces@example.com", like(_ADDRESS)),
        _option("verify_tls", "yes", FLAG),
        _option("ca", "-----BEGIN CERTIFICATE-----"),
    ),
    make=make,
    scale={
        "check": DONE,
        "balance": "exempt: a relay has none",
        "reports": "exempt: a relay tells of failures by mail to the bounce address",
        "inbound": "exempt: mail is for sending",
        "choices": "exempt: mail is for sending",
        "errors": DONE,
        "sandbox": DONE,
        "fixtures": DONE,
    },
)
