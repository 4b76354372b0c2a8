"""What a list is narrowed to, in words, and the buttons that narrow it: the same for every list."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

from domain.staff.rights import Actor
from handlers.staff import filters
from handlers.staff.filters import PLACES, Filter, Place
from handlers.ui.screens import Button, Text

OFFERED = 60  # buttons on one card; further names are typed


def choice(screen: str, label: Text, packed: str, *, chosen: bool) -> Button:
    """Leads to the list as it would be; the one in force is marked."""
    return Button(Text("chosen", label=label) if chosen else label, screen, (packed,))


def dates(
    actor: Actor, wanted: Filter, choose: Callable[[Text, Filter, bool], Button]
) -> list[Button]:
    """Ranges of days, or any; `choose` makes the button of one."""
    now = wanted.since, wanted.until
    return [
        choose(Text("bills-anytime"), replace(wanted, since="", until=""), not wanted.since),
        *(
            choose(
                Text(f"bills-range-{name}"),
                replace(wanted, since=first, until=last),
                now == (first, last),
            )
            for name, first, last in filters.ranges(actor)
        ),
    ]


def in_words(wanted: Filter, known: Sequence[Place], **others: int) -> list[Text]:
    """The places and the days; `others` are chosen of further kinds of places."""
    names = {(place.kind, place.id): place.name for place in known}
    chosen = {kind: getattr(wanted, kind) for kind in PLACES} | others
    named = [names[each] for each in chosen.items() if each in names]
    lines = [Text("bills-places", places=" · ".join(named))] if named else []
    if wanted.since:
        first, last = date.fromisoformat(wanted.since), date.fromisoformat(wanted.until)
        lines.append(Text("bills-days", first=first, last=last))
    return lines
