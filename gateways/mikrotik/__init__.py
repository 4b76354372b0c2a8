"""MikroTik RouterOS over its binary API."""

from __future__ import annotations

from collections.abc import Mapping

from domain import kinds
from domain.forms import Field
from domain.ports import AccessBackend, Account
from domain.ports.access import Fault
from gateways.mikrotik.backend import RouterOsAccess
from gateways.mikrotik.client import MikroTik
from gateways.mikrotik.login import Endpoint
from gateways.mikrotik.reading import Terms
from gateways.provider import ACCESS_SCALE, DONE, Provider, Threads

__all__ = ["PROVIDER", "MikroTik", "RouterOsAccess", "endpoint", "terms"]


def _make(account: Account, threads: Threads) -> RouterOsAccess:
    """The backend of one router."""
    client = MikroTik(account.name, endpoint(account), threads.spawn, threads.apart)
    return RouterOsAccess(client, terms(account))


def endpoint(account: Account) -> Endpoint:
    """Where it listens, and who we are there."""
    return Endpoint(
        host=account.text("host"),
        port=int(account.text("port", "8728")),
        username=account.text("username"),
        password=account.credentials["password"],
        tls=bool(account.options.get("tls")),
        fingerprint=account.text("fingerprint"),
    )


def terms(account: Account) -> Terms:
    """How services are held on it."""
    return Terms(
        suspended_profile=account.text("suspended_profile", "suspended"),
        suspended_list=account.text("suspended_list", "suspended"),
        drop_sessions=bool(account.options.get("drop_sessions")),
        hotspot_server=account.text("hotspot_server", "all"),
    )


_NAME = kinds.line(64)

_ADVICE: Mapping[str, str] = {
    Fault.AUTH: "it does not take this username and password; look at /user on it",
    Fault.FORBIDDEN: "the user's group there needs the policies api, read and write",
    Fault.TLS: "if the certificate is the router's own, write that as its fingerprint into the"
    " file",
    Fault.UNREACHABLE: "nobody listens there; look at host, port, and /ip service on it",
    Fault.SILENT: "it connects and says nothing; does /ip service there allow this machine's"
    " address?",
    Fault.FULL: "its API sessions are taken; see who holds them under /user active on it,"
    " or raise max-sessions of its API service",
    Fault.BROKEN: "it hangs up; is port the one of api (8728), or with tls = true of api-ssl"
    " (8729)?",
}

PROVIDER = Provider[AccessBackend](
    name="mikrotik",
    title="MikroTik RouterOS",
    kind="access",
    fields=(
        Field("host", "10.0.0.1", kinds.HOST, option=True),
        Field("port", "8728", kinds.whole(1, 65_535), option=True, default="8728"),
        Field("tls", "no", kinds.FLAG, option=True, default="no"),
        Field("fingerprint", "3A:7F:…", kinds.FINGERPRINT, option=True, required=False),
        Field("username", "netkhata", _NAME, option=True),
        Field("password", "", kinds.text(500), secret=True),
        Field("suspended_profile", "suspended", _NAME, option=True, default="suspended"),
        Field("suspended_list", "suspended", _NAME, option=True, default="suspended"),
        Field("drop_sessions", "no", kinds.FLAG, option=True, default="no"),
        Field("hotspot_server", "all", _NAME, option=True, default="all"),
    ),
    make=_make,
    advice=_ADVICE,
    terms=("suspended_profile", "suspended_list"),
    scale=dict.fromkeys(ACCESS_SCALE, DONE),
)
