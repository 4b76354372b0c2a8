"""The providers of `catalog.toml`: one whose table is wrong is out of use, and the others serve."""

from __future__ import annotations

import logging
import tomllib
from collections.abc import Mapping
from importlib.resources import files
from typing import Any

from domain.errors import InvalidValue, Refused
from domain.ports import Trouble
from gateways.provider import MESSAGE_SCALE, Provider
from gateways.sms import rows
from gateways.sms.http import REPORT_TOKEN, HttpSms, make_row, scale_of
from gateways.sms.rows import Row

log = logging.getLogger(__name__)


def read(text: str) -> tuple[dict[str, Row], dict[str, Provider[Any]]]:
    """The rows by name, and those that can't be read as providers that are out of use."""
    found: dict[str, Row] = {}
    wrong: dict[str, Provider[Any]] = {}
    for name, table in tomllib.loads(text).items():
        try:
            found[name] = rows.read(name, table)
        except (ValueError, TypeError) as why:
            log.error("sms-catalog provider=%s wrong=%s", name, why)
            wrong[name] = _out_of_use(name, table, str(why))
    return found, wrong


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

    def row() -> Row:
        raise Refused(Trouble.CONFIG, f"catalog.toml: {name}: {why}")

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
    )


ROWS, WRONG = read(files("gateways.sms").joinpath("catalog.toml").read_text("utf-8"))
PROVIDERS: Mapping[str, Provider[Any]] = {
    **{row.name: _provider(row) for row in ROWS.values()},
    **WRONG,
}
