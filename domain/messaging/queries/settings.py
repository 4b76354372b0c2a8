"""Statements about how operators tell events: whether, by which channels, in whose words."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from domain import db


def is_on(operator: str, event: str) -> str:
    """The SQL condition that `operator`, an expression for its row's id, tells the event."""
    return (
        "COALESCE((SELECT s.enabled FROM event_setting s JOIN operator o ON o.id = s.operator_id"
        f" JOIN operator me ON me.path LIKE o.path || '%' WHERE me.id = {operator}"
        f" AND s.event = {event} ORDER BY LENGTH(o.path) DESC LIMIT 1), TRUE)"
    )


def channels(operator: str, event: str) -> str:
    """The SQL expression for the order of channels that holds for the event, empty for the usual
    one; `operator` as in `is_on`."""
    return (
        "COALESCE((SELECT s.channels FROM event_setting s JOIN operator o ON o.id = s.operator_id"
        f" JOIN operator me ON me.path LIKE o.path || '%' WHERE me.id = {operator}"
        f" AND s.event = {event} ORDER BY LENGTH(o.path) DESC LIMIT 1), '')"
    )


async def is_enabled(event: str, operator_id: int) -> bool:
    """Whether the operator tells the event."""
    return bool(await db.value(f"SELECT {is_on('$1', '$2')} AS enabled", operator_id, event))


class Nearest(NamedTuple):
    """How an event is told, and by whose setting."""

    event: str
    operator_id: int
    enabled: bool
    channels: str


async def nearest(operator_id: int) -> list[Nearest]:
    """What the operator and those above it have set, the nearest of an event last."""
    return await db.typed(
        Nearest,
        "SELECT s.event, s.operator_id, s.enabled, s.channels FROM event_setting s"
        " JOIN operator o ON o.id = s.operator_id"
        " JOIN operator me ON me.path LIKE o.path || '%' WHERE me.id = $1"
        " ORDER BY LENGTH(o.path)",
        operator_id,
    )


class Order(NamedTuple):
    """The order of channels that an operator has set for an event."""

    operator_id: int
    event: str
    channels: str


async def orders(operator_ids: Collection[int]) -> list[Order]:
    """What the operators have set."""
    return await db.typed(
        Order,
        "SELECT operator_id, event, channels FROM event_setting"
        f" WHERE operator_id IN ({db.marks(len(operator_ids))})",
        *operator_ids,
    )


class Words(NamedTuple):
    """An operator's own words for an event, in a language and by a channel."""

    operator_id: int
    event: str
    language: str
    channel: str
    text: str
    subject: str


async def words(operator_ids: Collection[int]) -> list[Words]:
    """The operators' own words."""
    return await db.typed(
        Words,
        "SELECT operator_id, event, language, channel, text, subject FROM template"
        f" WHERE operator_id IN ({db.marks(len(operator_ids))})",
        *operator_ids,
    )
