"""The one way by which adapters speak HTTP: deadlines, no redirects, three kinds of failure."""

from __future__ import annotations

import ipaddress
import json
import logging
import re
import socket
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from email.utils import parsedate_to_datetime
from functools import cache, lru_cache
from types import SimpleNamespace
from typing import Any
from urllib.parse import quote, quote_plus

import aiohttp
from aiohttp.abc import ResolveResult
from yarl import URL

from domain import clock, db
from domain.errors import THROTTLED, Busy, Refused, Unsure

log = logging.getLogger(__name__)

TIMEOUT_SECONDS = 30.0
CONNECT_SECONDS = 10.0
# Shorter than what servers keep idle connections for: a POST on a connection that the server has
# just closed would leave us not knowing whether it arrived.
KEEPALIVE_SECONDS = 4.0
MOST_BYTES = 2_000_000
MOST_CONNECTIONS = 400  # more than messages and questions are under way at once
_LONG_NUMBER = re.compile(r"\+?\d{7,}")


def redact(text: str, secrets: Iterable[str]) -> str:
    """The text with secrets (in any of their URL forms) and long numbers hidden."""
    for secret in sorted(filter(None, secrets), key=len, reverse=True):
        for form in (secret, quote(secret, safe=""), quote_plus(secret)):
            text = text.replace(form, "***")
    return _LONG_NUMBER.sub("***", text)


@dataclass(frozen=True, slots=True)
class Reply:
    """What a provider answered; `headers` are found by their names in any case."""

    status: int
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)

    @property
    def text(self) -> str:
        """The body as text; bytes that are no UTF-8 are marked."""
        return self.body.decode("utf-8", errors="replace")

    @property
    def is_json(self) -> bool:
        """Whether the body is JSON."""
        try:
            self.json()
        except Unsure:
            return False
        return True

    def json(self) -> Any:
        """The body as JSON whatever its content type, fractions as exact decimals.

        Raises `Unsure` for anything else.
        """
        try:
            return json.loads(self.body.decode("utf-8-sig"), parse_float=Decimal)
        except (ValueError, RecursionError) as why:
            raise Unsure("junk", f"HTTP {self.status}, {len(self.body)} bytes") from why

    def object(self) -> dict[str, Any]:
        """The body as a JSON object; raises `Unsure` for anything else."""
        found = self.json()
        if not isinstance(found, dict):
            raise Unsure("junk", f"HTTP {self.status}, {type(found).__name__}")
        return found


async def _written(
    session: aiohttp.ClientSession, context: SimpleNamespace, params: object
) -> None:
    context.trace_request_ctx.written = True


async def _only_once(
    session: aiohttp.ClientSession, context: SimpleNamespace, params: object
) -> None:
    if context.trace_request_ctx.written:
        raise ConnectionResetError("not sent again")


def _watch() -> aiohttp.TraceConfig:
    """Keeps the library from sending a request again by itself when the connection breaks, as it
    does with all but POST: to some providers of SMS that is a second message."""
    trace = aiohttp.TraceConfig()
    trace.on_request_headers_sent.append(_written)
    trace.on_connection_create_start.append(_only_once)
    trace.on_connection_reuseconn.append(_only_once)
    return trace


class _PublicResolver(aiohttp.ThreadedResolver):
    """Finds addresses of the internet only: asked for every connection, so that a name can't
    show a public address first and a private one after."""

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        found = await super().resolve(host, port, family)
        for one in found:
            _refuse_private(one["host"])
        return found


def _refuse_private(address: str) -> None:
    """Raise `Refused` for an address inside a network; a name is left for the resolver."""
    try:
        inside = not ipaddress.ip_address(address.partition("%")[0]).is_global
    except ValueError:
        return
    if inside:
        raise Refused("config", "a private address")


class Http:
    """The connections of this process to providers. Opens on first use; close it at the end.

    `seconds` is how long a call may take from its start to the end of its answer.
    """

    def __init__(self, *, seconds: float = TIMEOUT_SECONDS) -> None:
        self._seconds = seconds
        self._connectors: dict[bool, aiohttp.TCPConnector] = {}
        self._sessions: dict[tuple[bool, bool], aiohttp.ClientSession] = {}

    def _open(self, method: str, *, public_only: bool) -> aiohttp.ClientSession:
        watched = method != "POST"
        session = self._sessions.get((public_only, watched))
        if session is None:
            session = self._sessions[public_only, watched] = aiohttp.ClientSession(
                connector=self._connector(public_only),
                connector_owner=False,
                cookie_jar=aiohttp.DummyCookieJar(),
                trace_configs=[_watch()] if watched else None,
                headers={"User-Agent": "NetKhata"},
            )
        return session

    def _connector(self, public_only: bool) -> aiohttp.TCPConnector:
        if public_only not in self._connectors:
            self._connectors[public_only] = aiohttp.TCPConnector(
                limit=MOST_CONNECTIONS,
                keepalive_timeout=KEEPALIVE_SECONDS,
                resolver=_PublicResolver() if public_only else None,
            )
        return self._connectors[public_only]

    async def close(self) -> None:
        """Give back every connection."""
        sessions, self._sessions = self._sessions, {}
        connectors, self._connectors = self._connectors, {}
        for session in sessions.values():
            await session.close()
        for connector in connectors.values():
            await connector.close()

    async def call(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        params: Mapping[str, str] | None = None,
        json: object = None,
        form: Mapping[str, str] | Iterable[tuple[str, str]] | None = None,
        data: Any = None,
        timeout: float | None = None,
        most_bytes: int = MOST_BYTES,
        public_only: bool = False,
    ) -> Reply:
        """One request and its whole answer, whatever its status except 429; no redirect followed.

        `url` and `params` are sent as they are but for percent-encoding; `url` may be encoded
        already. Raises `Busy` when nothing was sent or the provider says to come later, `Unsure`
        when the request went out and no whole answer came, `Refused("config")` for an address
        that is none or, with `public_only`, one inside a network, RuntimeError inside a
        transaction.
        """
        if db.inside_transaction():
            raise RuntimeError("a provider was called inside a transaction")
        target = _target(url, params)
        if public_only:
            _refuse_private(target.host or "")
        try:
            reply = await self._exchange(
                method,
                target,
                most_bytes,
                public_only,
                headers=headers,
                json=json,
                data=_form(form) if form is not None else data,
                timeout=_limit(timeout or self._seconds),
            )
        except (aiohttp.ClientError, OSError) as why:
            # Not `from why`: the library's words quote the address, which may carry a password.
            raise _failure(why) from None
        log.debug("%s to %s answered %s", method, target.host, reply.status)
        if reply.status == 429:
            raise Busy(THROTTLED, retry_after=_retry_after(reply.headers))
        return reply

    async def _exchange(
        self,
        method: str,
        url: URL,
        most_bytes: int,
        public_only: bool,
        **options: Any,
    ) -> Reply:
        state = SimpleNamespace(written=False)
        async with self._open(method, public_only=public_only).request(
            method, url, allow_redirects=False, trace_request_ctx=state, **options
        ) as answer:
            body = b""
            while piece := await answer.content.readany():
                body += piece
                if len(body) > most_bytes:
                    raise Unsure("junk", f"HTTP {answer.status}, over {most_bytes} bytes")
            return Reply(answer.status, answer.headers, body)


def _target(url: str, params: Mapping[str, str] | None) -> URL:
    try:
        target = URL(url)
        if target.scheme not in {"http", "https"} or not target.host:
            raise ValueError
        return target.update_query(params) if params else target
    except ValueError:
        raise Refused("config", "not a web address") from None


def _form(values: Mapping[str, str] | Iterable[tuple[str, str]]) -> aiohttp.BytesPayload:
    pairs = values.items() if isinstance(values, Mapping) else values
    encoded = "&".join([f"{_quoted(name)}={_quoted(value)}" for name, value in pairs]).encode()
    return aiohttp.BytesPayload(encoded, content_type="application/x-www-form-urlencoded")


# As urllib.parse.quote_plus, which takes twice as long for a text in Bengali.
_QUOTED = [
    quote_plus(bytes([byte])) if byte < 0x80 else f"%{byte:02X}" for byte in range(0x100)
].__getitem__


def _quoted(text: str) -> str:
    return "+".join(map(_quoted_word, str(text).split(" ")))


@lru_cache(maxsize=4096)
def _quoted_word(word: str) -> str:
    """Kept, since what goes out to many says the same words to all."""
    return "".join(map(_QUOTED, word.encode()))


@cache
def _limit(seconds: float) -> aiohttp.ClientTimeout:
    """Connecting ends first, so that it is known by its own error."""
    return aiohttp.ClientTimeout(total=seconds, connect=min(CONNECT_SECONDS, seconds * 0.9))


def _failure(why: Exception) -> Refused | Busy | Unsure:
    """The failure without the library's own words, which may quote an address with secrets."""
    if isinstance(why, aiohttp.InvalidURL | aiohttp.NonHttpUrlClientError):
        return Refused("config", "not a web address")
    timed_out = isinstance(why, TimeoutError)
    if isinstance(why, aiohttp.ClientConnectorError | aiohttp.ConnectionTimeoutError):
        return Busy("timeout" if timed_out else "unreachable", type(why).__name__)
    return Unsure("timeout" if timed_out else "broken", type(why).__name__)


def _retry_after(headers: Mapping[str, str]) -> float | None:
    given = headers.get("retry-after", "").strip()
    if given.isascii() and given.isdigit():
        return float(given[:9])
    try:
        return max((parsedate_to_datetime(given) - clock.now()).total_seconds(), 0.0)
    except (ValueError, TypeError):
        return None
