"""Lists as files: what stands in them, and who writes them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from domain.money import Money
from domain.ports.accounts import Document


class Form(StrEnum):
    """Which kind of file."""

    XLSX = "xlsx"
    CSV = "csv"


class Kind(StrEnum):
    """What the cells of a column hold: what can be summed and sorted stays so."""

    TEXT = "text"
    WORD = "word"  # the key of a text
    DAY = "day"
    AMOUNT = "amount"
    COUNT = "count"


Cell = str | int | date | Money | None


@dataclass(frozen=True, slots=True)
class Column:
    """A column: the key of its heading, what it holds, and how many letters wide it is."""

    heading: str
    kind: Kind = Kind.TEXT
    width: int = 14


@dataclass(frozen=True, slots=True)
class Listed:
    """A whole list: `title` is the key of what it is called, rows come page by page."""

    name: str
    title: str
    columns: Sequence[Column]
    pages: AsyncIterator[Sequence[Sequence[Cell]]]


class Lists(Protocol):
    """Writes lists of any length within the same memory, and apart from all else."""

    async def write(self, listed: Listed, form: Form, language: str, to: Path) -> int:
        """Write the file; how many rows it has below its headings."""

    async def document(self, listed: Listed, form: Form, language: str) -> Document:
        """The same as a document that travels with a message; raises `ListTooLarge`."""
