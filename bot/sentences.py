"""Refusals of the domain as plain English lines for the command line."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from domain.errors import DomainError
from handlers.ui import errors
from locales.catalog import Catalog


@cache
def _texts() -> Catalog:
    return Catalog()


def languages() -> list[str]:
    """The languages that texts exist in."""
    return list(_texts().languages())


def of(why: DomainError) -> str:
    """The sentence of a refusal."""
    text = errors.sentence(why)
    return said(text.key, text.values)


def said(key: str, values: Mapping[str, Any]) -> str:
    """The sentence of a key."""
    text = errors.refusal(key, values)
    return _texts().t("en", text.key, **text.values)
