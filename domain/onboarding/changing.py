"""What a row of a file would change of a customer who is there, in the words of the file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from domain.money import Money
from domain.onboarding import cells
from domain.onboarding.matching import Incoming
from domain.onboarding.references import References

_HEADINGS = {column: heading for heading, column in cells.KEPT_AS.items()}


def headings_of(incoming: Incoming) -> Iterator[str]:
    """The headings under which something would change."""
    for name in incoming.before:
        yield _HEADINGS.get(name) or name.removesuffix("_id")


def of(incoming: Incoming, references: References) -> Iterator[tuple[str, str, str]]:
    """Each heading under which something would change, with what is there and what would be."""
    after = {**incoming.values, "status": incoming.status}
    for name, before in incoming.before.items():
        heading = _HEADINGS.get(name) or name.removesuffix("_id")

        def shown(value: Any, name: str = name, heading: str = heading) -> str:
            if name.endswith("_id"):
                return references.called(heading, value)
            if name == "price_minor" and value is None:
                return "package"
            if name.endswith("_minor"):
                return Money(value, incoming.currency).wire()
            return "" if value is None else str(value)

        yield heading, shown(before), shown(after[name])
