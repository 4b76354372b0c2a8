"""Texts: how we speak to people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol


class Output(StrEnum):
    """Where a text will stand: it decides how values are escaped."""

    PLAIN = "plain"
    TELEGRAM = "telegram"
    HTML = "html"


@dataclass(frozen=True, slots=True)
class TemplateText:
    """A shipped template in `{variable}` grammar."""

    text: str
    subject: str = ""


class Texts(Protocol):
    """How we speak."""

    def t(self, language: str, key: str, *, output: Output = Output.PLAIN, **values: object) -> str:
        """The sentence; values are typed (Money, date, datetime, int, str) and formatted here."""

    def show(self, language: str, value: object) -> str:
        """One value as the language writes it: digits, grouping, currency, dates."""

    def template(self, language: str, event: str, channel: str) -> TemplateText | None:
        """The shipped words for an event, None where there are none for that channel."""

    def languages(self) -> Sequence[str]:
        """The languages that texts exist in."""
