"""Every event has its line in the map of reactions, every line somebody who publishes it."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from domain import events, reactions
from domain.events import Event
from tests.house.rules import ROOT

PUBLISHERS = [
    path
    for path in sorted(ROOT.glob("domain/**/*.py"))
    if path.name not in {"events.py", "reactions.py"} and "domain.events import" in path.read_text()
]


def declared() -> set[str]:
    """The names of all events."""
    return {
        name
        for name, kind in inspect.getmembers(events, inspect.isclass)
        if issubclass(kind, Event) and kind is not Event
    }


@cache
def made_in(text: str) -> frozenset[str]:
    """The names of the classes of which this code makes one."""
    return frozenset(
        node.func.id
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    )


def faults(known: set[str], mapped: Iterable[type[Event]], paths: Iterable[Path]) -> list[str]:
    """What happens and is heard by nobody, and what is listened for and never happens."""
    lines = {event.__name__ for event in mapped}
    made = frozenset[str]().union(*(made_in(path.read_text(encoding="utf-8")) for path in paths))
    return [
        *(f"{name} has no line in the map" for name in sorted(known - lines)),
        *(f"{name} is published by nobody" for name in sorted(lines - made)),
    ]


def test_every_event_has_its_line_and_every_line_a_publisher() -> None:
    assert faults(declared(), reactions.MAP, PUBLISHERS) == []


def test_an_event_without_a_line_is_named() -> None:
    assert faults({*declared(), "CashHandedIn"}, reactions.MAP, PUBLISHERS) == [
        "CashHandedIn has no line in the map"
    ]


def test_a_line_without_a_publisher_is_named(tmp_path: Path) -> None:
    class CashHandedIn(Event):
        """A collector gave cash to the office."""

    verb = tmp_path / "cash.py"
    verb.write_text("# events.publish(CashHandedIn(row.id))\n", encoding="utf-8")
    mapped = [*reactions.MAP, CashHandedIn]

    assert faults(declared(), mapped, [*PUBLISHERS, verb]) == [
        "CashHandedIn is published by nobody"
    ]
    verb.write_text("await events.publish(CashHandedIn(row.id))\n", encoding="utf-8")
    assert faults(declared(), mapped, [*PUBLISHERS, verb]) == []
