"""Refusals of the domain as plain English lines for the command line."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from domain.errors import DomainError
from domain.forms import Kind
from handlers.ui import errors
from handlers.ui.screens import Text
from locales.catalog import Catalog


@cache
def _texts() -> Catalog:
    return Catalog()


def languages() -> list[str]:
    """The languages that texts exist in."""
    return list(_texts().languages())


def of(why: DomainError) -> str:
    """The sentence of a refusal."""
    return _written(errors.sentence(why, named=True))


def said(key: str, values: Mapping[str, Any]) -> str:
    """The sentence of a key."""
    return _written(errors.refusal(key, values, named=True))


def wanted(kind: Kind) -> str:
    """What a value of a file must be."""
    return _written(Text(f"wants-{kind.name}", **kind.limits, where="file"))


def _written(text: Text) -> str:
    values: dict[str, Any] = {
        name: _written(value) if isinstance(value, Text) else value
        for name, value in text.values.items()
    }
    return _texts().t("en", text.key, **values)
