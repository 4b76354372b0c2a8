"""The half-filled flow of a person in a chat, and the one that was put aside for another command.

Both are rows of the database: a restart in the middle changes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from domain.staff import memory
from handlers.ui.turns import Turn

_ASIDE = "#aside"


@dataclass(slots=True)
class State:
    """How far a flow is: the step that is asked, what is filled, what was typed but not read yet.

    `options` are the values behind the choices on show.
    """

    flow: str
    step: str = ""
    values: dict[str, Any] = field(default_factory=dict)
    given: dict[str, str] = field(default_factory=dict)
    options: list[Any] = field(default_factory=list)


async def load(turn: Turn) -> State | None:
    """The flow that this person is in, or None."""
    return await _read(turn.place_of_memory)


async def save(turn: Turn, state: State) -> None:
    """Keep the flow as it is now."""
    await _write(turn.place_of_memory, state)


async def forget(turn: Turn) -> None:
    """The flow is over."""
    await memory.forget(turn.place_of_memory)


async def put_aside(turn: Turn, state: State) -> None:
    """Keep the flow for later: another command was typed."""
    await _write(turn.place_of_memory + _ASIDE, state)
    await memory.forget(turn.place_of_memory)


async def look_aside(turn: Turn) -> State | None:
    """The flow that waits to be resumed, or None."""
    return await _read(turn.place_of_memory + _ASIDE)


async def take_up(turn: Turn) -> State | None:
    """Go on with the flow that waits."""
    state = await look_aside(turn)
    if state is not None:
        await save(turn, state)
        await memory.forget(turn.place_of_memory + _ASIDE)
    return state


async def _read(place: str) -> State | None:
    row = await memory.recall(place)
    return None if row is None else State(row.flow, row.step, **row.data)


async def _write(place: str, state: State) -> None:
    data = {"values": state.values, "given": state.given, "options": state.options}
    await memory.remember(place, state.flow, state.step, data)
