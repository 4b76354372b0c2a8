"""An SMS provider over HTTP as data: what is sent, and how each answer is to be read."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from domain import kinds
from domain.errors import InvalidValue
from domain.forms import TEXT, Field, nearest
from gateways.outcomes import Outcome, named

# What a template may name besides the account's own fields.
MESSAGE_VALUES = frozenset(
    {
        "to", "to_plus", "to_local", "to_last10", "text", "text_hex_utf16be", "unicode", "id",
        "report_url", "message_id",
    }
)  # fmt: skip
METHODS = ("POST", "GET")
ENCODINGS = ("form", "json", "query")
STATES = {"sent", "delivered", "failed"}
T = TypeVar("T")

# The words of each kind of table in the catalog.
_ROW = (
    "title",
    "country",
    "fields",
    "base_url",
    "send",
    "ok",
    "errors",
    "id",
    "parts",
    "push",
    "signed",
    "poll",
    "balance",
)
_FIELD = ("name", "example", "secret", "required", "pattern", "default")
_RULE = ("at", "equals", "matches")
_PICK = ("at", "matches", "required")
_CALL = ("method", "path", "encoding", "params", "headers", "basic", "when_unicode")
_TOLD = ("status", "states", "id", "ref", "items", "reason")
_SIGNED = ("header", "algorithm", "key", "parts")


@dataclass(frozen=True, slots=True)
class Rule:
    """A condition on an answer.

    `at` is "http" for the status, empty for the whole text, else a path into the JSON answer
    ("data.0.id"). The value there must be one of `equals`, compared as text without regard to
    case, or match the regular expression somewhere.
    """

    at: str
    equals: tuple[str, ...] = ()
    matches: re.Pattern[str] | None = None


@dataclass(frozen=True, slots=True)
class Meaning:
    """What an answer that fits the rule comes to."""

    rule: Rule
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Pick:
    """A value in an answer: at a path, or the first group of an expression over the text."""

    at: str = ""
    matches: re.Pattern[str] | None = None
    required: bool = True


@dataclass(frozen=True, slots=True)
class Request:
    """A call; every text in `params` and `headers` is a template, `when_unicode` is added to
    `params` for a text that is not GSM."""

    method: str
    path: str
    encoding: str
    params: Any = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    basic: tuple[str, ...] = ()
    when_unicode: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Told:
    """Where a delivery report has its parts; `items` is the path of a list of reports.

    `states` maps the provider's words, in lower case, to sent, delivered and failed.
    """

    status: str
    states: Mapping[str, str]
    id: str = ""
    ref: str = ""
    items: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Signed:
    """How the provider signs its reports: HMAC in hex over the joined `parts`.

    A part is "body" or the name of a header.
    """

    header: str
    algorithm: str
    key: str
    parts: tuple[str, ...] = ("body",)


@dataclass(frozen=True, slots=True)
class Poll:
    """How to ask for a delivery report."""

    request: Request
    told: Told
    ok: tuple[Rule, ...] = ()


@dataclass(frozen=True, slots=True)
class Balance:
    """How to ask for the balance."""

    request: Request
    value: Pick
    ok: tuple[Rule, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """A provider."""

    name: str
    title: str
    country: str
    fields: tuple[Field, ...]
    base_url: str
    send: Request
    ok: tuple[Rule, ...]
    errors: tuple[Meaning, ...]
    id: Pick
    parts: Pick | None = None
    push: Told | None = None
    signed: Signed | None = None
    poll: Poll | None = None
    balance: Balance | None = None


def read(name: str, table: Any) -> Row:
    """The provider from its table of the catalog.

    Raises `ValueError` with the place of what is wrong in it.
    """
    if not isinstance(table, dict):
        raise ValueError(f"it is no table: {table!r}")
    _know(table, _ROW)

    def part(key: str, reader: Callable[[Any], T], given: Any) -> T:
        try:
            return reader(given)
        except KeyError as why:
            raise ValueError(f"{key}: '{why.args[0]}' is missing") from why
        except InvalidValue as why:
            raise ValueError(f"{key}: '{why.values['given']}' can't be read") from why
        except (ValueError, TypeError, AttributeError) as why:
            raise ValueError(f"{key}: {why}") from why

    def parts(key: str, reader: Callable[[Any], T]) -> tuple[T, ...]:
        return tuple(part(key, reader, one) for one in part(key, list, table.get(key, ())))

    def perhaps(key: str, reader: Callable[[Any], T]) -> T | None:
        return part(key, reader, table[key]) if key in table else None

    ok = parts("ok", read_rule)
    if not ok:
        raise ValueError("ok: no rule says what success is")
    return Row(
        name=name,
        title=part("title", str, table.get("title", name)),
        country=part("country", str, table.get("country", "")),
        fields=parts("fields", read_field),
        base_url=part("base_url", str, table.get("base_url", "")),
        send=part("send", read_request, table.get("send", {})),
        ok=ok,
        errors=parts("errors", _meaning),
        id=part("id", read_pick, table.get("id", {})),
        parts=perhaps("parts", read_pick),
        push=perhaps("push", read_told),
        signed=perhaps("signed", _signed),
        poll=perhaps("poll", _poll),
        balance=perhaps("balance", _balance),
    )


def _know(table: Mapping[str, Any], words: tuple[str, ...]) -> None:
    """Raises `ValueError` for a word that a table of this kind does not have."""
    for word in table:
        if word not in words:
            raise ValueError(f"unknown word '{word}'; did you mean '{nearest(word, words)}'?")


def _meaning(table: Mapping[str, Any]) -> Meaning:
    rule = {word: value for word, value in table.items() if word != "is"}
    return Meaning(read_rule(rule), named(table["is"]))


def read_field(table: Mapping[str, Any]) -> Field:
    """A field of an account; options are those that are not secret."""
    _know(table, _FIELD)
    secret = table.get("secret", False)
    return Field(
        table["name"],
        table["example"],
        kinds.like(table["pattern"]) if "pattern" in table else TEXT,
        secret=secret,
        option=not secret,
        required=table.get("required", True),
        default=table.get("default", ""),
    )


def read_rule(table: Mapping[str, Any]) -> Rule:
    """A rule; it must say what it wants."""
    _know(table, _RULE)
    equals = table.get("equals", ())
    listed = equals if isinstance(equals, list | tuple) else [equals]
    pattern = table.get("matches")
    if not listed and not pattern:
        raise ValueError("a rule without equals and matches")
    return Rule(
        table.get("at", ""),
        tuple(str(one).casefold() for one in listed),
        expression(pattern) if pattern else None,
    )


def expression(pattern: str) -> re.Pattern[str]:
    """The regular expression; raises `InvalidValue`."""
    try:
        return re.compile(pattern, re.IGNORECASE)
    except re.error as why:
        raise InvalidValue(field="matches", given=pattern, example=r"^OK: (\S+)") from why


def read_pick(table: Mapping[str, Any]) -> Pick:
    """Where a value stands."""
    _know(table, _PICK)
    pattern = table.get("matches")
    return Pick(
        table.get("at", ""), expression(pattern) if pattern else None, table.get("required", True)
    )


def read_request(table: Mapping[str, Any], *more: str) -> Request:
    """A call; `more` are words of the table that are somebody else's."""
    _know(table, (*_CALL, *more))
    made = Request(
        method=table.get("method", "POST"),
        path=table.get("path", ""),
        encoding=table.get("encoding", "form"),
        params=table.get("params", {}),
        headers=table.get("headers", {}),
        basic=tuple(table.get("basic", ())),
        when_unicode=table.get("when_unicode", {}),
    )
    if made.method not in METHODS or made.encoding not in ENCODINGS:
        known = f"{', '.join(METHODS)} and {', '.join(ENCODINGS)}"
        raise ValueError(f"{made.method} by {made.encoding}: there are {known}")
    return made


def read_told(table: Mapping[str, Any]) -> Told:
    """Where a report has its parts."""
    _know(table, _TOLD)
    states = {str(word).casefold(): state for word, state in table["states"].items()}
    if set(states.values()) - STATES:
        raise ValueError("states are sent, delivered and failed")
    return Told(states=states, **{key: table[key] for key in table if key != "states"})


def _signed(table: Mapping[str, Any]) -> Signed:
    _know(table, _SIGNED)
    return Signed(
        table["header"], table["algorithm"], table["key"], tuple(table.get("parts", ["body"]))
    )


def _poll(table: Mapping[str, Any]) -> Poll:
    ok = tuple(read_rule(one) for one in table.get("ok", ()))
    return Poll(read_request(table, "ok", "told"), read_told(table["told"]), ok)


def _balance(table: Mapping[str, Any]) -> Balance:
    ok = tuple(read_rule(one) for one in table.get("ok", ()))
    return Balance(read_request(table, "ok", "value"), read_pick(table["value"]), ok)
