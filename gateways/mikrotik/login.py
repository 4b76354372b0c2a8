"""Connecting and logging in: plain or TLS, today's login or the challenge before 6.43."""

from __future__ import annotations

import asyncio
import logging
import ssl
from dataclasses import dataclass, field
from hashlib import md5, sha256

from librouteros import async_connect
from librouteros.api import AsyncApi
from librouteros.exceptions import LibRouterosError
from librouteros.protocol import AsyncApiProtocol

from domain.errors import Busy, Refused
from domain.ports.access import Fault
from gateways.mikrotik.refusals import of_trap
from gateways.mikrotik.transport import Connection, Limits
from gateways.mikrotik.words import attributes

_HANGS_UP = "it hangs up before a word is said"
_LIBRARY_LOG = logging.getLogger("librouteros")


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where a router listens and who we are.

    With TLS its certificate must be the one whose SHA-256 `fingerprint` is given, else one that
    the machine's authorities have signed.
    """

    host: str
    port: int
    username: str
    password: str = field(repr=False)
    tls: bool = False
    fingerprint: str = ""


async def connect(endpoint: Endpoint, limits: Limits) -> Connection:
    """A connection that is logged in. Raises Refused (`auth`, `forbidden`, `tls`) or Busy."""
    # The library writes every word it sends to its log at DEBUG, the password among them.
    if _LIBRARY_LOG.getEffectiveLevel() <= logging.DEBUG:
        _LIBRARY_LOG.setLevel(logging.INFO)
    login = _Login(endpoint)
    try:
        async with asyncio.timeout(limits.connect):
            api = await async_connect(
                endpoint.host,
                endpoint.username,
                endpoint.password,
                port=endpoint.port,
                timeout=limits.connect,
                encoding="utf-8",
                ssl_wrapper=_context(endpoint),
                login_method=login,
            )
    except TimeoutError as error:
        raise Busy(
            Fault.SILENT if login.reached else Fault.UNREACHABLE, "no answer in time"
        ) from error
    except ssl.SSLCertVerificationError as error:
        shown = await _shown(endpoint, limits)
        raise Refused(Fault.TLS, f"{error.verify_message}; its SHA-256 is {shown}") from error
    except ssl.SSLError as error:
        if await _hangs_up(endpoint, limits):
            raise Busy(Fault.FULL, _HANGS_UP) from error
        raise Refused(Fault.TLS, error.reason or type(error).__name__) from error
    except (OSError, LibRouterosError) as error:
        if not isinstance(error, ConnectionRefusedError) and await _hangs_up(endpoint, limits):
            raise Busy(Fault.FULL, _HANGS_UP) from error
        raise Busy(
            Fault.BROKEN if login.reached else Fault.UNREACHABLE, type(error).__name__
        ) from error
    except (ValueError, LookupError) as error:
        # What the library makes of replies that it cannot read.
        raise Busy(Fault.PROTOCOL, type(error).__name__) from error
    return Connection(api.protocol.transport, limits)


async def _hangs_up(endpoint: Endpoint, limits: Limits) -> bool:
    """Whether the line is cut before we say a word, as a router does whose sessions are taken.

    What else may listen there waits for us to speak, or speaks first.
    """
    try:
        async with asyncio.timeout(limits.connect):
            reader, writer = await asyncio.open_connection(endpoint.host, endpoint.port)
    except (OSError, TimeoutError):
        return False
    try:
        async with asyncio.timeout(limits.hang_up):
            return not await reader.read(1)
    except TimeoutError:
        return False
    except OSError:
        return True
    finally:
        writer.transport.abort()


def _context(endpoint: Endpoint) -> ssl.SSLContext | None:
    if not endpoint.tls:
        return None
    return _trusting() if endpoint.fingerprint else ssl.create_default_context()


def _trusting() -> ssl.SSLContext:
    """Any certificate will do: it is looked at before anything is said."""
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


async def _shown(endpoint: Endpoint, limits: Limits) -> str:
    """The fingerprint of the certificate that is shown there, for a person to compare."""
    try:
        async with asyncio.timeout(limits.connect):
            _, writer = await asyncio.open_connection(endpoint.host, endpoint.port, ssl=_trusting())
    except (OSError, TimeoutError):
        return "unknown"
    shown = _fingerprint(writer)
    writer.transport.abort()
    return shown


def _fingerprint(writer: asyncio.StreamWriter) -> str:
    tls = writer.get_extra_info("ssl_object")
    return sha256(tls.getpeercert(True)).digest().hex(":").upper() if tls else ""


class _Login:
    """The library's login method, with a memory of how far it came."""

    def __init__(self, endpoint: Endpoint) -> None:
        self._fingerprint = endpoint.fingerprint
        self.reached = False

    async def __call__(self, api: AsyncApi, username: str, password: str) -> None:
        self.reached = True
        protocol = api.protocol
        try:
            self._check(protocol)
            await _log_in(protocol, username, password)
        except BaseException:
            # The library closes politely from here, which a silent router never answers.
            protocol.transport.writer.transport.abort()
            raise

    def _check(self, protocol: AsyncApiProtocol) -> None:
        """The certificate is compared before the password is sent."""
        if not self._fingerprint:
            return
        shown = _fingerprint(protocol.transport.writer)
        if _bare(shown) != _bare(self._fingerprint):
            raise Refused(Fault.TLS, f"another certificate; its SHA-256 is {shown or 'unknown'}")


def _bare(fingerprint: str) -> str:
    return fingerprint.replace(":", "").lower()


async def _log_in(protocol: AsyncApiProtocol, username: str, password: str) -> None:
    done = await _ask(protocol, "/login", f"=name={username}", f"=password={password}")
    challenge = done.get("ret")
    if challenge:
        # A router before 6.43 takes our login for the request of a challenge.
        response = _response(challenge, password)
        await _ask(protocol, "/login", f"=name={username}", f"=response={response}")


def _response(challenge: str, password: str) -> str:
    digest = md5(b"\x00" + password.encode() + bytes.fromhex(challenge), usedforsecurity=False)
    return f"00{digest.hexdigest()}"


async def _ask(protocol: AsyncApiProtocol, *words: str) -> dict[str, str]:
    """The attributes of `!done`. Raises Refused."""
    await protocol.writeSentence(*words)
    traps: list[dict[str, str]] = []
    while True:
        kind, given = await protocol.readSentence()
        if kind == "!trap":
            traps.append(attributes(given))
        elif kind == "!done":
            break
    if traps:
        raise of_trap(traps[0].get("message", ""), traps[0].get("category", ""), writes=False)
    return attributes(given)
