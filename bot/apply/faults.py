"""What is wrong in the file for `netkhata apply`: all of it, in its order, each with its place."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.failure import Failure

_NAMED = 80


class Faults:
    """A line for each fault; a row that has one is not made."""

    def __init__(self, tables: Sequence[str] = ()) -> None:
        self._order = {name: number for number, name in enumerate(tables)}
        self._found: list[tuple[int, int, str]] = []

    def add(self, kind: str, number: int, row: dict[str, Any], text: str) -> None:
        """A fault of a row."""
        self.say(kind, number, f"{place_of(kind, number, row)}: {text}")

    def say(self, kind: str, number: int, text: str) -> None:
        """A fault whose text names its place; what belongs to no table comes last."""
        found = (self._order.get(kind, len(self._order)), number, text)
        if found not in self._found:
            self._found.append(found)

    def has(self, kind: str, number: int) -> bool:
        """Whether something is wrong with that row."""
        order = self._order.get(kind, len(self._order))
        return any(found[:2] == (order, number) for found in self._found)

    def refuse(self) -> None:
        """Raise `Failure` with everything that is wrong, if anything is."""
        if self._found:
            ordered = sorted(self._found, key=lambda found: found[:2])
            raise Failure("\n".join(text for _, _, text in ordered))


def place_of(kind: str, number: int, row: dict[str, Any]) -> str:
    """How a refusal names a row."""
    if kind == "isp":
        return kind
    name = row.get("name")
    is_short = isinstance(name, str) and name.strip() and "\n" not in name
    return f"{kind} {str(name)[:_NAMED] if is_short else number}"
