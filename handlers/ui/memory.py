"""The half-filled flow of a person in a chat, and the one that was put aside for another command.

Both are rows of the database: a restart in the middle changes nothing.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from typing import Any

from domain.chat import memory
from handlers.ui.turns import Turn

_ASIDE = "#aside"


@dataclass(slots=True)
class State:
    """How far a flow is: the step that is asked, what is filled, what was typed but not read yet.

    `options` are the values behind the choices on show. `run` tells this filling from any other of
    the same flow.
    """

    flow: str
    step: str = ""
    values: dict[str, Any] = field(default_factory=dict)
    given: dict[str, str] = field(default_factory=dict)
    options: list[Any] = field(default_factory=list)
    run: str = field(default_factory=lambda: secrets.token_hex(3))

    @property
    def ref(self) -> str:
        """What the buttons of this filling carry."""
        return f"{self.flow}.{self.run}"


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


async def drop_the_same(turn: Turn, state: State) -> None:
    """What waits is this very thing, said twice: there is nothing to go on with."""
    aside = await look_aside(turn)
    if aside is not None and (aside.flow, aside.values) == (state.flow, state.values):
        await memory.forget(turn.place_of_memory + _ASIDE)


async def take_up(turn: Turn) -> State | None:
    """Go on with the flow that waits; the one that goes on waits in its place."""
    state, now = await look_aside(turn), await load(turn)
    if state is None:
        return None
    await save(turn, state)
    if now is not None and now.values:
        await _write(turn.place_of_memory + _ASIDE, now)
    else:
        await memory.forget(turn.place_of_memory + _ASIDE)
    return state


async def _read(place: str) -> State | None:
    row = await memory.recall(place)
    return None if row is None else State(row.flow, row.step, **row.data)


async def _write(place: str, state: State) -> None:
    data = {
        "values": state.values,
        "given": state.given,
        "options": state.options,
        "run": state.run,
    }
    await memory.remember(place, state.flow, state.step, data)
