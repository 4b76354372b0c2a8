"""A mail relay that keeps what it is given."""

from __future__ import annotations

import asyncio
import email.policy
import itertools
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.parser import BytesParser
from enum import StrEnum
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword

from sandbox.certificate import throwaway
from sandbox.faults import Faults, Kind
from sandbox.messenger import Numbers, utc_now
from sandbox.phone import Document, Phones, Received

Addresses = Numbers
"""Mail addresses, compared without regard to case."""


class Security(StrEnum):
    NONE = "none"
    STARTTLS = "starttls"
    TLS = "tls"


@dataclass(frozen=True)
class Message:
    """A mail that was taken on: the envelope, and the parsed content."""

    id: str
    sender: str
    to: tuple[str, ...]
    content: EmailMessage
    at: datetime
    status: str = "queued"

    @property
    def subject(self) -> str:
        return str(self.content["Subject"] or "")

    @property
    def text(self) -> str:
        body = self.content.get_body(("plain", "html"))
        return str(body.get_content()) if body is not None else ""

    @property
    def documents(self) -> list[Document]:
        return [
            (part.get_filename() or "", part.get_content_type(), as_bytes(part.get_content()))
            for part in self.content.iter_attachments()
        ]


class Mail:
    """An SMTP server with one user; without `username` it asks for none.

    Addresses can be marked: `unknown` (550), `full` (552), `greylisted` (451 until
    `greylist_for` has passed since the first attempt). A mail that holds one of `spam_words` is
    refused after DATA (554); with `allowed_senders` other envelope senders are refused (553).
    Operations of its `faults`: hello, recipient, data. `ca_pem` is what a client must trust.
    """

    greylist_for = timedelta(minutes=5)

    def __init__(
        self,
        *,
        username: str = "",
        password: str = "",
        security: Security = Security.STARTTLS,
        max_size: int = 10 * 1024**2,
        clock: Callable[[], datetime] = utc_now,
        phones: Phones | None = None,
    ) -> None:
        self.username = username
        self.password = password
        self.security = security
        self.max_size = max_size
        self.clock = clock
        self.phones = phones or Phones()
        self.messages: list[Message] = []
        self.received: list[Received] = []
        self.faults = Faults()
        self.on_change: Callable[[], None] | None = None
        self.unknown = Addresses()
        self.full = Addresses()
        self.greylisted = Addresses()
        self.spam_words: set[str] = set()
        self.allowed_senders: Addresses | None = None
        self.ca_pem = ""
        self.host = ""
        self.port = 0
        self._counter = itertools.count(1)
        self._first_attempt: dict[str, datetime] = {}
        self._server: asyncio.Server | None = None
        self._sessions: list[SMTP] = []

    async def start(self, host: str = "127.0.0.1", port: int = 0) -> None:
        """Listen; with port 0 a free one is taken and found in `port` afterwards."""
        context = None
        if self.security is not Security.NONE:
            context, self.ca_pem = throwaway()
        starttls = self.security is Security.STARTTLS

        def session() -> SMTP:
            smtp = SMTP(
                _Handler(self),
                hostname="mail.sandbox",
                data_size_limit=self.max_size,
                enable_SMTPUTF8=True,
                require_starttls=starttls,
                tls_context=context if starttls else None,
                authenticator=self._authenticate if self.username else None,
                # Inside implicit TLS the server doesn't know that it is encrypted already.
                auth_require_tls=starttls,
            )
            self._sessions.append(smtp)
            return smtp

        implicit = context if self.security is Security.TLS else None
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(session, host, port, ssl=implicit)
        self.host, self.port = self._server.sockets[0].getsockname()[:2]

    async def stop(self) -> None:
        if self._server is None:
            return
        self._server.close()
        for session in self._sessions:
            abort(session)
        await self._server.wait_closed()
        await asyncio.sleep(0)

    def _authenticate(
        self, _server: SMTP, _session: Any, _envelope: Any, _mechanism: str, data: Any
    ) -> AuthResult:
        if not isinstance(data, LoginPassword):
            return AuthResult(success=False, handled=False)
        given = data.login.decode(), data.password.decode()
        # With `handled` the server would expect that the refusal was sent already.
        return AuthResult(success=given == (self.username, self.password), handled=False)

    def refused_recipient(self, address: str) -> str | None:
        """The reply for a marked address."""
        if address in self.unknown:
            return "550 5.1.1 No such user here"
        if address in self.full:
            return "552 5.2.2 Mailbox full"
        if address in self.greylisted:
            first = self._first_attempt.setdefault(address.lower(), self.clock())
            if self.clock() - first < self.greylist_for:
                return "451 4.7.1 Greylisted, please try again later"
        return None

    def take(self, sender: str, to: list[str], raw: bytes) -> str:
        """Keep a mail, or say why not: the reply to DATA."""
        content = BytesParser(EmailMessage, policy=email.policy.default).parsebytes(raw)
        for header in ("From", "Message-ID"):
            if not content[header]:
                return f"550 5.7.1 Messages missing a valid {header} are not accepted"
        identity = f"{next(self._counter):08X}"
        message = Message(identity, sender, tuple(to), content, self.clock())
        wording = f"{message.subject}\n{message.text}".lower()
        if any(word.lower() in wording for word in self.spam_words):
            return "554 5.7.1 Message looks like spam"
        self.messages.append(message)
        for address in to:
            self._hand_over(message, address)
        if self.on_change is not None:
            self.on_change()
        return f"250 2.0.0 queued as {identity}"

    def _hand_over(self, message: Message, address: str) -> None:
        text = f"{message.subject}\n\n{message.text}"
        received = Received(
            "mail", address, message.sender, text, message.documents, message.at, message.id
        )
        self.received.append(received)
        self.phones.deliver(received)


def abort(session: SMTP) -> None:
    """Tear a client's connection down."""
    if isinstance(session.transport, asyncio.Transport):
        session.transport.abort()


def as_bytes(content: Any) -> bytes:
    """The content of an attachment, which the parser gives as text, bytes or a mail."""
    if isinstance(content, EmailMessage):
        return content.as_bytes()
    return content.encode() if isinstance(content, str) else bytes(content)


class _Handler:
    """The hooks of aiosmtpd, whose names it prescribes."""

    def __init__(self, mail: Mail) -> None:
        self._mail = mail

    async def handle_EHLO(  # noqa: N802
        self, server: SMTP, session: Any, _envelope: Any, hostname: str, responses: list[str]
    ) -> list[str]:
        session.host_name = hostname
        refused = await self._planned("hello", server)
        return responses if refused is None else [refused]

    async def handle_MAIL(  # noqa: N802
        self, _server: SMTP, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        # The library's own auth_required warns when it can't see the encryption.
        if self._mail.username and not session.authenticated:
            return "530 5.7.0 Authentication required"
        allowed = self._mail.allowed_senders
        if allowed is not None and address not in allowed:
            return "553 5.7.1 Sender address rejected: not owned by user"
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 2.1.0 OK"

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, _session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        refused = await self._planned("recipient", server)
        refused = refused or self._mail.refused_recipient(address)
        if refused is not None:
            return refused
        envelope.rcpt_tos.append(address)
        envelope.rcpt_options.extend(options)
        return "250 2.1.5 OK"

    async def handle_DATA(self, server: SMTP, _session: Any, envelope: Any) -> str:  # noqa: N802
        refused = await self._planned("data", server, envelope)
        if refused is not None:
            return refused
        return self._mail.take(envelope.mail_from, envelope.rcpt_tos, envelope.content)

    async def _planned(self, operation: str, server: SMTP, envelope: Any = None) -> str | None:
        """The reply of a planned failure, if there is one."""
        kind = await self._mail.faults.at(operation)
        if kind is None:
            return None
        if kind is Kind.REFUSE:
            return "554 5.7.1 Refused by policy"
        if kind is Kind.HTTP_429:
            return "451 4.7.0 Too many messages, slow down"
        if kind is Kind.HTTP_500:
            return "451 4.3.0 Temporary system problem"
        if envelope is not None and kind in (Kind.RESET_AFTER, Kind.JUNK):
            self._mail.take(envelope.mail_from, envelope.rcpt_tos, envelope.content)
        if kind is Kind.JUNK:
            return "<html>this is not SMTP</html>"
        abort(server)
        return "421 4.4.2 Connection dropped"
