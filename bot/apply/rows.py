"""What the rows of the file for `netkhata apply` say of each other and of what is there already."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from typing import Any

from bot import sentences
from bot.apply import shape
from bot.apply.faults import Faults, place_of
from bot.apply.shape import Row
from bot.failure import meant
from domain.billing import terms
from domain.errors import DomainError, InvalidValue
from domain.forms import Fields
from domain.messaging import approved, notices, rules, telling
from domain.money import from_major
from domain.onboarding import cells
from gateways import registry

Tables = Mapping[str, list[Row]]
_NESTED = ("credentials", "options")  # of a gateway
_MONEY = ("price", *terms.MONEY)
_VARIABLE = re.compile(r"[A-Z]+(_[A-Z]+)*_?[0-9]{0,2}")
_API, _USUAL_PORT = ("host", "port"), 8728


@dataclass(frozen=True, slots=True)
class Known:
    """What the database has: the ISP's code, the currency of each operator, zones by any name."""

    root: str
    currencies: Mapping[str, str]
    zones: frozenset[str]


class Checks:
    """Finds what can't be made; what `environment` has is put into the rows."""

    def __init__(
        self, tables: Tables, known: Known, environment: Mapping[str, str], faults: Faults
    ) -> None:
        self._tables = tables
        self._environment = environment
        self._faults = faults
        isp = next(iter(tables.get("isp", ())), None)
        self.root = known.root or (shape.code_of(isp) if isp else "")
        self.currencies = _currencies(tables, known, self.root)
        zones = tables.get("zone", ())
        named = {name for row in zones for name in (row.get("name"), shape.code_of(row))}
        self._zones = known.zones | {str(name) for name in named if name}

    def run(self) -> None:
        """Every row of every table."""
        if not self.root and not self._tables.get("isp") and not self._faults.has("isp", 0):
            self._faults.say(
                "", 0, "there is no ISP yet: `netkhata apply` needs a table [isp] in the file first"
            )
        lacks = False
        seen: dict[tuple[str, str], str] = {}
        for kind, number, row in shape.each_row(self._tables):
            named = self._environment_of(kind, row)
            lacking = {key for key, name in named.items() if not self._value(name)}
            lacks = lacks or bool(lacking)
            for fault in (
                *(
                    f"the environment has no {_variable(named[key])}, which '{key}' names"
                    for key in sorted(lacking)
                ),
                *_of_environment(kind, row, named.keys() - lacking),
                *self._of_row(kind, row, lacking),
                *self._again(kind, row, seen, place_of(kind, number, row)),
            ):
                self._faults.add(kind, number, row, fault)
        if lacks:
            self._faults.say(
                "",
                1,
                "set what the environment lacks where this command runs; sudo takes variables along"
                " only when they are named, as in `sudo --preserve-env=NAME,NAME …`",
            )

    def _value(self, name: str) -> str:
        return self._environment.get(name, "").strip()

    def _environment_of(self, kind: str, row: Row) -> dict[str, str]:
        """Put the values in place of their names; the names by the keys that have them."""
        named = {}
        read = shape.of_environment(row) if kind == "router" else frozenset()
        parts = [row[key] for key in _NESTED if isinstance(row.get(key), dict)]
        for part in [row, *(parts if kind == "gateway" else [])]:
            for key, value in part.items():
                is_read = part is not row or key in read
                if is_read and shape.is_from_environment(value):
                    name = named[key] = str(value).removeprefix(shape.ENVIRONMENT)
                    part[key] = self._environment[name] if self._value(name) else value
        return named

    def _of_row(self, kind: str, row: Row, lacking: Set[str]) -> Iterator[str]:
        for key in shape.fields_of(kind, row).names:
            if key not in lacking and shape.is_from_environment(row.get(key)):
                yield f"'{key}' is not read from the environment: write the value itself"
        yield from self._references(kind, row)
        yield from self._amounts(row)
        if kind == "gateway":
            yield from _gateway(row, lacking)
        elif kind == "router":
            yield from _backend(row)
        elif kind in {"event", "template"}:
            yield from _words(kind, row)
        elif kind == "operator":
            yield from self._place(row)

    def _references(self, kind: str, row: Row) -> Iterator[str]:
        for key in ("operator", "parent"):
            code = row.get(key)
            if isinstance(code, str) and code and code not in self.currencies:
                yield f"there is no operator '{code}'{meant(code, sorted(self.currencies))}"
        zones = row.get("zones", ()) if kind == "staff" else ()
        for zone in zones if isinstance(zones, list) else ():
            if isinstance(zone, str) and zone not in self._zones:
                yield f"there is no zone '{zone}'{meant(zone, sorted(self._zones))}"

    def currency_of(self, row: Row) -> str:
        """What the amounts of a row are written in: its operator's currency, else the ISP's."""
        code = row.get("operator", self.root)
        return self.currencies.get(str(code)) or self.currencies.get(self.root) or "BDT"

    def _amounts(self, row: Row) -> Iterator[str]:
        read = {key: amount for key in _MONEY if (amount := _amount(row.get(key))) is not None}
        currency = self.currency_of(row)
        for key, amount in read.items():
            if from_major(amount, currency).decimal() != amount:
                yield f"'{key}': {row[key]} has more decimals than {currency} has"
        over, least = read.get("suspend_over"), read.get("least_part")
        if over and least is not None and over < least:
            yield (
                f"'suspend_over' is {over}, less than 'least_part' {least}: whoever owes an amount"
                " between them would be suspended and restored at once"
            )

    def _place(self, row: Row) -> Iterator[str]:
        code = shape.code_of(row)
        if code and code == self.root:
            yield f"code '{code}' is the ISP's: choose another"
        above = {shape.code_of(each): each for each in self._tables.get("operator", ())}
        passed, at = set[str](), code
        while at in above and at not in passed:
            passed.add(at)
            at = str(above[at].get("parent", ""))
        if at and at == code and passed:
            yield "'parent' leads back to itself"

    def _again(
        self, kind: str, row: Row, seen: dict[tuple[str, str], str], place: str
    ) -> Iterator[str]:
        same = self._identity(kind, row)
        if same and (kind, same) in seen:
            hint = ", a `code` of its own tells it apart" if same.startswith("code") else ""
            yield f"there are two tables [[{kind}]] with {same}: keep one{hint}"
        if same:
            seen.setdefault((kind, same), place)
        if kind == "router" and isinstance(row.get("host"), str):
            api = f"{row['host']}:{row.get('port', _USUAL_PORT)}"
            first = seen.setdefault(("api", api), place)
            if first != place:
                yield f"it has the same host and port as {first}: one router is written once"

    def _identity(self, kind: str, row: Row) -> str:
        """By what two rows of a table are the same thing."""
        whose = row.get("operator", self.root)
        if kind == "event":
            named = f"name '{row.get('name')}' of operator '{whose}'"
        elif kind == "template":
            keys = ("event", "language", "channel")
            named = f"{', '.join(str(row.get(key)) for key in keys)} of operator '{whose}'"
        elif kind == "group":
            named = f"purpose '{row.get('purpose')}' and chat_id {row.get('chat_id')}"
        elif kind == "staff":
            named = f"telegram_id {row.get('telegram_id')}"
        elif kind in {"router", "gateway"}:
            named = f"name '{row.get('name')}'"
        else:
            code = shape.code_of(row)
            return f"code '{code}'" if code else ""
        return "" if "None" in named else named


def _variable(name: str) -> str:
    """The variable's name, where it looks like one: a secret may have been pasted there."""
    return name if _VARIABLE.fullmatch(name) else "such variable"


def _of_environment(kind: str, row: Row, taken: Set[str]) -> Iterator[str]:
    """What the environment has and the row can't take; it is not repeated."""
    for field in shape.fields_of(kind, row):
        if field.name in taken and not shape.fits(field, row[field.name]):
            yield shape.refusal(field, row[field.name], hidden=True)


def _currencies(tables: Tables, known: Known, root: str) -> dict[str, str]:
    """The currency of every operator as it will be; the ISP's is everybody's who names none."""
    found = dict(known.currencies)
    isp = next(iter(tables.get("isp", ())), {})
    if root:
        found[root] = str(isp.get("currency") or found.get(root) or "BDT")
    for row in tables.get("operator", ()):
        if code := shape.code_of(row):
            found[code] = str(row.get("currency") or found.get(code) or found.get(root, "BDT"))
    return found


def _amount(value: object) -> Decimal | None:
    if isinstance(value, bool) or not isinstance(value, int | str | Decimal):
        return None
    try:
        amount = Decimal(value)
    except ArithmeticError:
        return None
    return amount if amount.is_finite() and abs(amount) <= 10**9 else None


def price_of(value: Any) -> Decimal:
    """The price as written; `free` is none."""
    return Decimal(0) if isinstance(value, str) and cells.is_free(value) else Decimal(value)


def _gateway(row: Row, lacking: Set[str]) -> Iterator[str]:
    """All that its provider will not take; what lacks in the environment can't be judged."""
    kind, provider = row.get("kind"), row.get("provider")
    if not isinstance(kind, str) or not isinstance(provider, str):
        return
    parts = [row[key] for key in _NESTED if isinstance(row.get(key), dict)]
    given = {name: value for part in parts for name, value in part.items()}
    for name in sorted(set(parts[0]) & set(parts[1])) if len(parts) > 1 else ():
        yield f"'{name}' stands in credentials and in options: keep one"
    try:
        named = registry.find(kind, provider)
    except InvalidValue as why:
        yield said(why)
        return
    if named.wrong:
        yield f"'{provider}' is out of use: {named.wrong}"
        return
    declared = named.all_fields
    unread = {field.name for field in declared if lacking & {field.name, *field.also}}
    known = {name for field in declared for name in (field.name, *field.also)}
    readable = {k: v for k, v in given.items() if not (k in lacking and k in known)}
    judged = Fields(*(field for field in declared if field.name not in unread))
    yield from map(said, judged.faults(readable))
    offered = given.get(approved.OPTION)
    for event, one in offered.items() if isinstance(offered, dict) else ():
        try:
            approved.check({approved.OPTION: {event: one}})
        except DomainError as why:
            yield said(why)


def _backend(row: Row) -> Iterator[str]:
    if isinstance(row.get("backend", ""), str) and "backend" in row:
        try:
            registry.backend(row["backend"])
        except InvalidValue as why:
            yield said(why)


def _words(kind: str, row: Row) -> Iterator[str]:
    """Events, channels and words that nobody could send."""
    channels = row.get("channels", []) if kind == "event" else [row.get("channel")]
    named = channels_of(channels)
    event = row.get("name" if kind == "event" else "event")
    known = telling.known_event if kind == "event" else telling.known_words
    wrong = [_refusal(known, event)] if isinstance(event, str) and event else []
    wrong += [_refusal(telling.known_channel, channel) for channel in named]
    text, subject = row.get("text"), row.get("subject")
    if isinstance(text, str):
        needs = notices.of(str(event)).must_name
        wrong.append(_refusal(partial(rules.check_template, needs=needs), text))
    if isinstance(subject, str):
        wrong.append(_refusal(rules.check_template, subject))
    yield from (fault for fault in wrong if fault)
    if len(set(named)) < len(named):
        yield "'channels' has one twice: each once, in their order"


def channels_of(given: object) -> list[str]:
    """The channels of a list, or of one text with commas."""
    parts = given.split(",") if isinstance(given, str) else given
    listed = parts if isinstance(parts, list) else []
    return [part.strip() for part in listed if isinstance(part, str) and part.strip()]


def _refusal(check: Any, value: str) -> str:
    try:
        check(value)
    except DomainError as why:
        return said(why)
    return ""


_NAMED = {"kind": "kind", "provider": "provider", "field": "key of credentials or options"}


def said(why: DomainError) -> str:
    """The refusal; of a name that nobody knows, with the one that was probably meant."""
    what = _NAMED.get(str(why.values.get("field"))) if isinstance(why, InvalidValue) else None
    if isinstance(why, InvalidValue) and not why.values["given"]:
        return f"'{why.values['field']}' is missing; example: {why.values['example']}"
    if what is None:
        return sentences.of(why)
    return f"unknown {what} '{why.values['given']}': did you mean {why.values['example']}?"
