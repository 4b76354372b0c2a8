"""The providers of `catalog.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from importlib.resources import files
from typing import Any

from gateways.provider import Provider
from gateways.sms import rows
from gateways.sms.http import REPORT_TOKEN, make_row, scale_of
from gateways.sms.rows import Row

ROWS: Mapping[str, Row] = {
    name: rows.read(name, table)
    for name, table in tomllib.loads(
        files("gateways.sms").joinpath("catalog.toml").read_text("utf-8")
    ).items()
}


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


PROVIDERS: Mapping[str, Provider[Any]] = {row.name: _provider(row) for row in ROWS.values()}
