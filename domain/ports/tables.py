"""Files of rows that people send."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class TableLine:
    """A line of a file that holds something: its number there, and its cells from the first."""

    number: int
    cells: Sequence[str]


class Tables(Protocol):
    """Takes files apart."""

    async def lines(self, content: bytes, most: int) -> Sequence[TableLine]:
        """The lines of a CSV, XLSX, XLS or ODS file, one more than `most` at the most.

        Raises `TableNotReadable`.
        """
