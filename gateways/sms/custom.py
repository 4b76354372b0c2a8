"""A provider that its account describes: the row of the catalog, as fields that a person fills."""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from domain.errors import InvalidValue
from domain.forms import TEXT, Field, Kind
from domain.kinds import FLAG, is_web_address, one_of, so
from domain.ports import Account
from gateways.outcomes import named
from gateways.sms import payloads
from gateways.sms.rows import (
    ENCODINGS,
    MESSAGE_VALUES,
    METHODS,
    STATES,
    Balance,
    Meaning,
    Pick,
    Poll,
    Request,
    Row,
    Rule,
    Told,
    expression,
)

OWN_VALUES = ("api_key", "api_secret", "username", "password", "sender")
SECRETS = {"api_key", "api_secret", "password"}
KNOWN = MESSAGE_VALUES | set(OWN_VALUES)
USUAL_STATES = "delivrd=delivered, delivered=delivered, undeliv=failed, rejectd=failed,"
USUAL_STATES += " expired=failed, failed=failed, undelivered=failed, rejected=failed, sent=sent"


def _is_template(text: str) -> bool:
    return not payloads.unknown_names(text, KNOWN)


def _is_address(text: str) -> bool:
    """A web address; secrets may stand in its query, which is not logged, but not before it."""
    path = text.partition("?")[0]
    return (
        is_web_address(text)
        and _is_template(text)
        and not payloads.unknown_names(path, KNOWN - SECRETS)
        and "{" not in urlsplit(text).netloc
    )


def _is_expression(text: str) -> bool:
    try:
        expression(text)
    except InvalidValue:
        return False
    return True


def _is_headers(text: str) -> bool:
    return all(re.fullmatch(r"[\w-]+:[^\r\n]+", line) for line in text.splitlines()) and (
        _is_template(text)
    )


def _is_codes(text: str) -> bool:
    try:
        for _, outcome in _pairs(text):
            named(outcome)
    except ValueError:
        return False
    return True


def _is_states(text: str) -> bool:
    try:
        return {state for _, state in _pairs(text)} <= STATES
    except ValueError:
        return False


def _pairs(text: str) -> list[tuple[str, str]]:
    """`1007=no-credit, 1001=bad-recipient` as pairs; raises `ValueError`."""
    pairs = []
    for one in filter(None, (part.strip() for part in text.split(","))):
        left, equals, right = one.rpartition("=")
        if not equals or not left.strip():
            raise ValueError(one)
        pairs.append((left.strip(), right.strip()))
    return pairs


def _option(name: str, example: str, kind: Kind = TEXT, **more: Any) -> Field:
    return Field(name, example, kind, option=True, **{"required": False, **more})


FIELDS = (
    _option("url", "https://sms.example.com/send", so(_is_address), required=True),
    _option("method", "POST", one_of(*(one.lower() for one in METHODS)), default="post"),
    _option("encoding", "form", one_of(*ENCODINGS), default="form"),
    _option(
        "params",
        "api_key={api_key}&to={to}&text={text}&from={sender}",
        so(_is_template),
        required=True,
    ),
    _option("headers", "Authorization: Bearer {api_key}", so(_is_headers)),
    *(
        Field(name, f"your-{name.replace('_', '-')}", secret=name in SECRETS, required=False)
        for name in OWN_VALUES
    ),
    _option("ok_at", "response_code"),
    _option("ok_matches", "^202$", so(_is_expression), required=True),
    _option("id_at", "message_id"),
    _option("id_matches", "^OK: (.+)", so(_is_expression)),
    _option("error_at", "response_code"),
    _option("error_codes", "1007=no-credit, 1001=bad-recipient", so(_is_codes)),
    _option("report_id", "message_id"),
    _option("report_status", "status"),
    _option("report_items", "results"),
    _option("report_states", USUAL_STATES, so(_is_states), default=USUAL_STATES),
    _option("poll_url", "https://sms.example.com/report/{message_id}", so(_is_address)),
    _option("poll_params", "api_key={api_key}", so(_is_template)),
    _option("poll_status", "data.status"),
    _option("balance_url", "https://sms.example.com/balance", so(_is_address)),
    _option("balance_params", "api_key={api_key}", so(_is_template)),
    _option("balance_at", "balance"),
    _option("balance_matches", r"(\d+\.\d+)", so(_is_expression)),
    _option("allow_private", "no", FLAG),
)


def row_of(account: Account) -> Row:
    """The row that the account's fields make; raises `ValueError` where they do not fit."""

    def given(name: str, default: str = "") -> str:
        return account.text(name, default)

    encoding = given("encoding", "form")
    states = {word.casefold(): state for word, state in _pairs(given("report_states"))}
    push = None
    if given("report_status"):
        push = Told(given("report_status"), states, given("report_id"), items=given("report_items"))
    return Row(
        name="http",
        title="SMS over HTTP",
        country="",
        fields=(),
        base_url="",
        send=Request(
            given("method", "post").upper(),
            given("url"),
            encoding,
            _params(given("params"), encoding),
            _headers(given("headers")),
        ),
        ok=(Rule(given("ok_at"), matches=expression(given("ok_matches"))),),
        errors=tuple(
            Meaning(Rule(given("error_at"), equals=(code.casefold(),)), named(outcome))
            for code, outcome in _pairs(given("error_codes"))
        ),
        id=_pick(given("id_at"), given("id_matches")),
        push=push,
        poll=_poll(account, states),
        balance=_balance(account),
    )


def _poll(account: Account, states: dict[str, str]) -> Poll | None:
    request = _asking(account, "poll")
    if request is None:
        return None
    return Poll(request, Told(account.text("poll_status", "status"), states))


def _balance(account: Account) -> Balance | None:
    request = _asking(account, "balance")
    if request is None:
        return None
    at, matches = account.text("balance_at"), account.text("balance_matches")
    return Balance(request, _pick(at, matches))


def _asking(account: Account, what: str) -> Request | None:
    """A GET with the account's headers to the address of `what`, None where there is none."""
    url = account.text(f"{what}_url")
    if not url:
        return None
    params = _params(account.text(f"{what}_params"), "query")
    return Request("GET", url, "query", params, _headers(account.text("headers")))


def _params(text: str, encoding: str) -> Any:
    if encoding == "json":
        return json.loads(text)
    return dict(parse_qsl(text, keep_blank_values=True))


def _headers(text: str) -> dict[str, str]:
    lines = (line.partition(":") for line in text.splitlines() if line.strip())
    return {name.strip(): value.strip() for name, _, value in lines}


def _pick(at: str, matches: str) -> Pick:
    found = expression(matches) if matches else None
    return Pick(at, None if at else found, required=bool(at or matches))
