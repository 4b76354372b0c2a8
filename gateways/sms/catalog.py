"""The providers of `catalog.toml`: one whose table is wrong is out of use, and the others serve."""

from __future__ import annotations

import logging
import re
import tomllib
from collections.abc import Iterator, Mapping
from importlib.resources import files
from typing import Any

from domain.errors import InvalidValue, Refused
from domain.forms import nearest
from domain.ports import Trouble
from gateways.provider import MESSAGE_SCALE, Provider
from gateways.sms import payloads, rows
from gateways.sms.http import REPORT_TOKEN, HttpSms, make_row, scale_of
from gateways.sms.rows import MESSAGE_VALUES, Request, Row

log = logging.getLogger(__name__)

_HEAD = re.compile(r"""\s*\[\[?\s*["']?(?P<name>(?<=["'])[^"']+|[\w-]+)""")


def read(text: str) -> tuple[dict[str, Row], dict[str, Provider[Any]]]:
    """The rows by name, and those that can't be read as providers that are out of use."""
    found: dict[str, Row] = {}
    wrong: dict[str, Provider[Any]] = {}
    for name, table in _tables(text):
        try:
            if isinstance(table, tomllib.TOMLDecodeError):
                raise table
            found[name] = rows.read(name, table)
            _know_placeholders(found[name])
        except (ValueError, TypeError) as why:
            log.error("sms-catalog provider=%s wrong=%s", name, why)
            found.pop(name, None)
            wrong[name] = _out_of_use(name, table, str(why))
    return found, wrong


def _tables(text: str) -> Iterator[tuple[str, Any]]:
    """Each provider's table; where the file is no TOML, what is wrong in the place of its table."""
    try:
        yield from tomllib.loads(text).items()
    except tomllib.TOMLDecodeError:
        for name, part in _apart(text).items():
            try:
                yield from tomllib.loads(part).items()
            except tomllib.TOMLDecodeError as why:
                yield name, why


def _apart(text: str) -> dict[str, str]:
    """The lines of each provider, each where it stands in the file: a fault tells its line."""
    lines = text.splitlines()
    parts: dict[str, list[str]] = {}
    name = ""
    for number, line in enumerate(lines):
        if head := _HEAD.match(line):
            name = head["name"]
        parts.setdefault(name, [""] * len(lines))[number] = line
    return {name: "\n".join(part) for name, part in parts.items() if "".join(part).strip()}


def _know_placeholders(row: Row) -> None:
    """Raises `ValueError` for one that nothing would fill: it would be sent empty."""
    own = {field.name for field in row.fields}
    calls = {
        "send": row.send,
        "poll": row.poll and row.poll.request,
        "balance": row.balance and row.balance.request,
    }
    for place, call in calls.items():
        for text in _texts(call) if call else ():
            for unknown in payloads.unknown_names(text, MESSAGE_VALUES | own):
                meant = nearest(unknown, MESSAGE_VALUES | own)
                raise ValueError(
                    f"{place}: nothing fills '{{{unknown}}}'; did you mean '{{{meant}}}'?"
                )


def _texts(given: Any) -> Iterator[str]:
    """Every template of a call, however deep."""
    if isinstance(given, Request):
        yield given.path
        given = [given.params, given.headers, given.basic, given.when_unicode]
    if isinstance(given, str):
        yield given
    elif isinstance(given, Mapping | list | tuple):
        for each in given.values() if isinstance(given, Mapping) else given:
            yield from _texts(each)


def _provider(row: Row) -> Provider[Any]:
    told_by_token = row.push is not None and row.signed is None
    return Provider(
        name=row.name,
        title=row.title,
        kind="sms",
        fields=(*row.fields, *((REPORT_TOKEN,) if told_by_token else ())),
        make=make_row(row),
        scale=scale_of(row),
        country=row.country,
    )


def _out_of_use(name: str, table: Any, why: str) -> Provider[Any]:
    """A provider whose table is wrong: whatever is asked of it is refused with where."""

    wrong = f"catalog.toml: {name}: {why}"

    def row() -> Row:
        raise Refused(Trouble.CONFIG, wrong)

    try:
        known = tuple(rows.read_field(one) for one in table["fields"])
    except (ValueError, KeyError, TypeError, InvalidValue):
        known = ()
    return Provider(
        name=name,
        title=name,
        kind="sms",
        fields=known,
        make=lambda account, tools: HttpSms(account, tools.http, row),
        scale=dict.fromkeys(MESSAGE_SCALE, "exempt: its table in the catalog is wrong"),
        wrong=wrong,
    )


ROWS, WRONG = read(files("gateways.sms").joinpath("catalog.toml").read_text("utf-8"))
PROVIDERS: Mapping[str, Provider[Any]] = {
    **{row.name: _provider(row) for row in ROWS.values()},
    **WRONG,
}
