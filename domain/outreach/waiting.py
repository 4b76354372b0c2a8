"""What waits for people, brought to a group that is bound after it came."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from domain.billing import missed
from domain.chat import cards
from domain.chat.models import Group, Purpose
from domain.outreach import queries
from domain.staff import operators

# By the purpose of the groups that hear of it: what it is, and the card that shows it.
_ASKED = {
    Purpose.ALERTS: ("incident", "incident.card"),
    Purpose.PAYMENTS: ("verification", "verification.card"),
    Purpose.BROADCASTS: ("broadcast", "broadcast.approval"),
}
_MOST_AT_ONCE = 50


async def bring(group: Group) -> None:
    """The group hears of what was there before it, the newest last."""
    if group.purpose is Purpose.REPORTS:
        await missed.show_in(group)
    if group.purpose not in _ASKED:
        return
    path = (await operators.get(group.operator_id)).path
    if group.purpose is Purpose.PAYMENTS:
        for name in queries.waiting.TOLD:
            await _bring_told(group, path, name)
    what, screen = _ASKED[group.purpose]
    for number in reversed(await queries.waiting.waiting(what, path, _MOST_AT_ONCE)):
        name = f"{what}:{number}"
        args = {f"{what}_id": number}
        await cards.raise_in(group, key=name, screen=screen, args=args, subject=name)


async def _bring_told(group: Group, path: str, name: str) -> None:
    found = await queries.waiting.told(name, path, _MOST_AT_ONCE)
    for note in _once(reversed(found)):
        await cards.raise_in(group, **note)


def _once(found: Iterable[queries.waiting.Card]) -> Iterator[dict[str, Any]]:
    """Each note as it was told, whoever else was told it."""
    seen = set[str]()
    for row in found:
        key = row.key.removesuffix(f":{row.chat_id}")
        if key not in seen:
            seen.add(key)
            yield {
                "key": key,
                "screen": row.screen,
                "args": json.loads(row.args),
                "subject": row.subject,
            }
