"""Requests built and answers read by a provider's row; nothing here knows any provider."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import re
from codecs import BOM_UTF8
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any
from urllib.parse import quote

from domain import phone, tokens
from domain.errors import Refused, Unsure
from domain.ports import Handed, Outgoing, Report, Trouble
from gateways.outcomes import failure
from gateways.sms import failures
from gateways.sms.rows import Pick, Request, Row, Rule, Signed, Told

MOST_TEXT = 10_000  # what expressions are tried on
_PLACEHOLDER = re.compile(r"\{(\w+)\}")
_TAGS = re.compile(r"<[^>]*>")
_GSM = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡"
    "ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà\f^{}\\[~]|€"
)


@dataclass(frozen=True, slots=True)
class Call:
    """A request that is ready to go."""

    method: str
    path: str
    params: Mapping[str, str] | None = field(default=None, repr=False)
    form: Mapping[str, str] | None = field(default=None, repr=False)
    json: object = field(default=None, repr=False)
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: the status, the text, and the same as JSON where it is that."""

    status: int
    text: str = field(repr=False)
    json: Any = field(repr=False)


def answer(status: int, body: bytes) -> Answer:
    """An answer, without byte-order mark, with tags taken off what is no JSON."""
    text = body.removeprefix(BOM_UTF8).decode(errors="replace").strip()
    try:
        return Answer(status, text[:MOST_TEXT], json.loads(text))
    except (ValueError, RecursionError):
        return Answer(status, _TAGS.sub(" ", text[:MOST_TEXT]).strip(), None)


Named = Mapping[str, Callable[[Outgoing], str]]
OF_MESSAGE: Named = {
    "to": lambda one: phone.digits(one.to),
    "to_plus": lambda one: f"+{phone.digits(one.to)}",
    "to_local": lambda one: "".join(filter(str.isdigit, phone.local(one.to))),
    "to_last10": lambda one: phone.digits(one.to)[-10:],
    "text": lambda one: one.text,
    "text_hex_utf16be": lambda one: one.text.encode("utf-16-be").hex().upper(),
    "unicode": lambda one: str(int(is_unicode(one.text))),
    "id": lambda one: one.ref,
}


@dataclass(frozen=True, slots=True)
class Values:
    """What templates may name: the account's own, and of a message what is worked out then."""

    own: Mapping[str, str] = field(repr=False)
    named: Named = field(default_factory=dict)
    message: Outgoing | None = None

    def of(self, name: str) -> str:
        """The value, empty where there is none."""
        if self.message is not None and name in self.named:
            return self.named[name](self.message)
        return self.own.get(name, "")


def is_unicode(text: str) -> bool:
    """Whether the text needs UCS-2."""
    return not set(text) <= _GSM


def build(request: Request, values: Values) -> Call:
    """The call with its templates filled in; a field whose whole template is empty is left out."""
    given = request.params
    if request.when_unicode and values.of("unicode") == "1":
        given = {**given, **request.when_unicode}
    headers = {name: _fill(text, values) for name, text in request.headers.items()}
    if request.basic:
        pair = ":".join(_fill(text, values) for text in request.basic)
        headers["Authorization"] = "Basic " + base64.b64encode(pair.encode()).decode()
    path = _fill(request.path, values, escape=lambda value: quote(value, safe=""))
    if request.encoding == "json":
        return Call(request.method, path, json=_filled(given, values), headers=headers)
    flat = {name: text for name, one in given.items() if (text := _fill(str(one), values))}
    if request.encoding == "query":
        return Call(request.method, path, params=flat, headers=headers)
    return Call(request.method, path, form=flat, headers=headers)


def _fill(template: str, values: Values, escape: Callable[[str], str] | None = None) -> str:
    pieces = _pieces(template)
    if len(pieces) == 1:
        return template
    words = list(pieces)
    filled = [values.of(name) for name in pieces[1::2]]
    words[1::2] = [escape(one) for one in filled] if escape else filled
    return "".join(words)


@lru_cache(maxsize=1024)
def _pieces(template: str) -> tuple[str, ...]:
    """Words and names of placeholders by turns."""
    return tuple(_PLACEHOLDER.split(template))


def _filled(given: Any, values: Values) -> Any:
    if isinstance(given, Mapping):
        filled = {name: _filled(one, values) for name, one in given.items()}
        return {name: one for name, one in filled.items() if one != ""}
    if isinstance(given, list):
        return [_filled(one, values) for one in given]
    return _fill(given, values) if isinstance(given, str) else given


def judge(row: Row, found: Answer) -> Handed:
    """The message's id, or the failure that the row reads in the answer.

    An answer that fits nothing raises `Unsure`: it is never taken for success.
    """
    if all(holds(rule, found) for rule in row.ok):
        identity = pick(row.id, found)
        if not identity and row.id.required:
            raise Unsure("junk", f"HTTP {found.status}, accepted without an id")
        parts = pick(row.parts, found) if row.parts else ""
        return Handed(identity, int(parts) if parts.isdigit() else None)
    try:
        refuse(row, found)
    except Refused as why:
        if why.reason != Trouble.DUPLICATE:
            raise
        return Handed("")  # it has our id for this try already
    _refuse_unlisted(found)
    raise Unsure("junk", f"HTTP {found.status}, an answer of unknown shape")


def _refuse_unlisted(found: Answer) -> None:
    """Raise `Refused` where the answer is plainly a refusal, for a reason that no row has."""
    if found.status >= 500 or found.status == 408:  # it may have been taken on before
        return
    code = failures.code_of(found.text, found.json)
    if found.status == 401:
        raise Refused(Trouble.AUTH, f"HTTP {found.status}")
    if found.status in {403, 404, 405, 407}:
        raise Refused(Trouble.CONFIG, f"HTTP {found.status} {code or ''}".strip())
    if code is not None or found.status >= 400:
        shown = f"HTTP {found.status}" if found.status >= 400 else ""
        raise Refused(Trouble.REFUSED, code or shown)


def refuse(row: Row, found: Answer) -> None:
    """Raise the failure that a row's errors read in an answer, if one of them does."""
    for meaning in row.errors:
        if holds(meaning.rule, found):
            rule = meaning.rule
            shown = f"HTTP {found.status}" if rule.at in {"", "http"} else value_at(rule.at, found)
            raise failure(meaning.outcome, f"{rule.at} {shown}".strip())


def holds(rule: Rule, found: Answer) -> bool:
    """Whether the answer fits the rule; a path that leads nowhere never does."""
    value = value_at(rule.at, found)
    if value is None:
        return False
    if rule.matches is not None and rule.matches.search(value) is None:
        return False
    return not rule.equals or value.casefold() in rule.equals


def value_at(at: str, found: Answer) -> str | None:
    """The value at a place of the answer as text, None where there is none."""
    if at == "http":
        return str(found.status)
    return found.text if not at else _text(_walk(found.json, at))


def _walk(within: Any, path: str) -> Any:
    for step in path.split("."):
        if isinstance(within, list) and step.isdigit() and int(step) < len(within):
            within = within[int(step)]
        elif isinstance(within, dict):
            within = within.get(step)
        else:
            return None
    return within


def _text(value: Any) -> str | None:
    if value is None or isinstance(value, (dict, list)):
        return None
    return str(value).lower() if isinstance(value, bool) else str(value)


def pick(where: Pick, found: Answer) -> str:
    """The value, empty where there is none."""
    if where.at:
        return value_at(where.at, found) or ""
    if where.matches is None:
        return ""
    match = where.matches.search(found.text)
    return (match[1] if match.re.groups else match[0]) if match else ""


def reports(told: Told, given: Any, ref: str = "") -> Iterator[Report]:
    """The reports in a notification or in an answer that was asked for."""
    items = _walk(given, told.items) if told.items else given
    for item in items if isinstance(items, list) else [items]:
        if not isinstance(item, Mapping):
            continue
        word = _text(_walk(item, told.status)) or ""
        state = told.states.get(word.casefold()) or (
            "failed" if failures.is_failure(word) else None
        )
        identity = (_text(_walk(item, told.id)) or "") if told.id else ""
        own = (_text(_walk(item, told.ref)) or "") if told.ref else ref
        if state and (identity or own):
            reason = (_text(_walk(item, told.reason)) or "") if told.reason else ""
            detail = f"{word} {reason}".strip() if state == "failed" else ""
            yield Report(identity, state, own, detail=detail[:100])


def sign(signed: Signed, key: str, body: bytes, headers: Mapping[str, str]) -> str:
    """The signature of a notification."""
    given = {part: tokens.bytes_of(headers.get(part, "")) for part in signed.parts}
    parts = [{**given, "body": body}[part] for part in signed.parts]
    return hmac.new(key.encode(), b"".join(parts), getattr(hashlib, signed.algorithm)).hexdigest()


def unknown_names(text: str, known: Collection[str]) -> list[str]:
    """The placeholders of a template that nothing would fill."""
    return [name for name in _PLACEHOLDER.findall(text) if name not in known]
