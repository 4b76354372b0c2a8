"""SMS over HTTP: one engine for every provider that is a row of data."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from domain import tokens
from domain.errors import Refused, Unsure
from domain.forms import Field
from domain.ports import Account, Handed, Health, Hook, Inbound, Outgoing, Report
from gateways.health import tested
from gateways.http import Http
from gateways.outcomes import without_choices
from gateways.provider import DONE, Provider, Tools
from gateways.sms import payloads
from gateways.sms.custom import FIELDS, row_of
from gateways.sms.rows import Request, Row

SECONDS = 20.0
REPORT_TOKEN = Field("report_token", "any-words-of-yours", secret=True, required=False)


class HttpSms:
    """An account with a provider; `row` is read when it is needed, since it may be wrong."""

    def __init__(
        self, account: Account, http: Http, row: Callable[[], Row], *, public_only: bool = False
    ) -> None:
        self._account = account
        self._http = http
        self._row = row
        self._public_only = public_only
        self._token = account.credentials.get("report_token", "")
        texts = {**account.options, **account.credentials}
        self._own = {name: str(value) for name, value in texts.items()}
        self._named = {**payloads.OF_MESSAGE, "report_url": self._report_url}

    async def send(self, message: Outgoing) -> Handed:
        """Hand the text over."""
        without_choices(message)
        row = self._row()
        values = payloads.Values(self._own, self._named, message)
        return payloads.judge(row, await self._call(row, row.send, values))

    def _report_url(self, message: Outgoing) -> str:
        if not message.report_url:
            return ""
        query = {"ref": message.ref, **({"token": self._token} if self._token else {})}
        return f"{message.report_url}?{urlencode(query)}"

    async def _call(self, row: Row, request: Request, values: payloads.Values) -> payloads.Answer:
        call = payloads.build(request, values)
        reply = await self._http.call(
            call.method,
            self._address(row.base_url, call.path),
            headers=call.headers,
            params=call.params,
            form=call.form,
            json=call.json,
            timeout=SECONDS,
            public_only=self._public_only,
        )
        return payloads.answer(reply.status, reply.body)

    def _address(self, usual: str, path: str) -> str:
        """Where a call goes: an account's own `base_url` stands for every host."""
        base = self._account.base_url or usual
        return _under(base, path) if base else path

    async def check(self) -> Health:
        """Read the balance; a provider that tells none has no call that sends nothing."""
        return await tested(self._balance())

    async def _balance(self) -> Health:
        row = self._row()
        if row.balance is None:
            return Health(ok=True, key="health-no-test-call")
        found = await self._call(row, row.balance.request, payloads.Values(self._own))
        value = payloads.pick(row.balance.value, found)
        if not all(payloads.holds(rule, found) for rule in row.balance.ok) or not value:
            payloads.refuse(row, found)
            raise Unsure("junk", f"HTTP {found.status}, an answer of unknown shape")
        return Health(ok=True, key="health-ok", balance=value[:40])

    def authentic(self, hook: Hook) -> bool:
        """Whether the report is signed, or came by the address that only the provider knows."""
        row = self._row()
        if row.signed is not None:
            key = self._own.get(row.signed.key, "")
            given = hook.headers.get(row.signed.header, "")
            made = payloads.sign(row.signed, key, hook.body, hook.headers)
            return bool(key) and tokens.equal(made, given.lower())
        return bool(self._token) and tokens.equal(self._token, hook.query.get("token", ""))

    def greet(self, hook: Hook) -> str | None:
        """Providers of SMS have no handshake: a GET is a report."""
        return None

    def parse(self, hook: Hook) -> Sequence[Report | Inbound]:
        """The reports in a query, a form or JSON, whichever it is."""
        row = self._row()
        if row.push is None:
            return []
        return list(payloads.reports(row.push, _told(hook), hook.query.get("ref", "")))


class AskedSms(HttpSms):
    """An account with a provider that tells how a message stands when it is asked."""

    async def ask(self, provider_id: str) -> Report | None:
        """How the message stands, None while nothing new is known."""
        row = self._row()
        if row.poll is None:
            return None
        values = payloads.Values({**self._own, "message_id": provider_id})
        found = await self._call(row, row.poll.request, values)
        if not all(payloads.holds(rule, found) for rule in row.poll.ok):
            return None
        for report in payloads.reports(row.poll.told, found.json, ref=provider_id):
            return Report(provider_id, report.status, detail=report.detail)
        return None


@lru_cache
def _under(base: str, path: str) -> str:
    """The path and query of an address, at another host."""
    parts = urlsplit(path)
    return base.rstrip("/") + urlunsplit(("", "", parts.path, parts.query, ""))


def _told(hook: Hook) -> Any:
    try:
        found = json.loads(hook.body)
        if isinstance(found, dict | list):
            return found
    except (ValueError, RecursionError):
        pass
    form = parse_qsl(hook.body.decode(errors="replace"), keep_blank_values=True)
    return {**hook.query, **dict(form)}


def make_row(row: Row) -> Callable[[Account, Tools], HttpSms]:
    """How adapters of accounts with a provider of the catalog are made."""
    kind = AskedSms if row.poll else HttpSms
    return lambda account, tools: kind(account, tools.http, lambda: row)


def make(account: Account, tools: Tools) -> HttpSms:
    """The adapter of an account that brings its provider along; private addresses are refused
    unless the account says so, or whoever made it named a `base_url`."""
    kind = AskedSms if account.options.get("poll_url") else HttpSms
    trusted = bool(account.base_url or account.options.get("allow_private"))
    return kind(account, tools.http, lambda: _row(account), public_only=not trusted)


def _row(account: Account) -> Row:
    try:
        return row_of(account)
    except (ValueError, KeyError) as why:
        raise Refused("config", "the request or a rule can't be read") from why


def scale_of(row: Row) -> dict[str, str]:
    """What an adapter of this row answers for."""
    told = row.push is not None or row.poll is not None
    return {
        "check": DONE if row.balance else "exempt: the provider has no call that sends nothing",
        "balance": DONE if row.balance else "exempt: the provider tells none",
        "reports": DONE if told else "exempt: the provider tells none, or by agreement only",
        "inbound": "exempt: the route is for sending",
        "choices": "exempt: nothing can be tapped in an SMS",
        "errors": DONE,
        "sandbox": DONE,
        "fixtures": DONE,
    }


PROVIDER: Provider[Any] = Provider(
    name="http",
    title="SMS over HTTP",
    kind="sms",
    fields=(*FIELDS, REPORT_TOKEN),
    make=make,
    scale={
        "check": DONE,
        "balance": DONE,
        "reports": DONE,
        "inbound": "exempt: the route is for sending",
        "choices": "exempt: nothing can be tapped in an SMS",
        "errors": DONE,
        "sandbox": DONE,
        "fixtures": DONE,
    },
)
