"""The values of a refusal, kept until somebody looks at the line that it speaks of."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from domain.fields import from_ms, to_ms
from domain.money import Money


def kept(values: Mapping[str, object]) -> dict[str, Any]:
    """As a column keeps them."""
    return {name: _kept(value) for name, value in values.items()}


def _kept(value: object) -> Any:
    if isinstance(value, Money):
        return {"minor": value.minor, "currency": value.currency}
    if isinstance(value, datetime):
        return {"at": to_ms(value)}
    if isinstance(value, date):
        return {"on": value.isoformat()}
    return value if value is None or isinstance(value, int | str) else str(value)


def said(told: Mapping[str, Any]) -> dict[str, object]:
    """As they were."""
    return {name: _said(value) for name, value in told.items()}


def _said(value: Any) -> object:
    if not isinstance(value, dict):
        return value
    if "minor" in value:
        return Money(value["minor"], value["currency"])
    return from_ms(value["at"]) if "at" in value else date.fromisoformat(value["on"])
