"""Screens for channels without buttons: choices are numbered, and a number answers them."""

from __future__ import annotations

import re
from dataclasses import replace

from domain.chat import memory
from domain.money import latin_digits
from handlers.ui.drawing import Drawn, Key
from handlers.ui.turns import Turn

_NUMBER = re.compile(r"\W*(\d{1,2})\W*")


async def write(turn: Turn, drawn: Drawn) -> str:
    """The screen as one text; its choices are remembered for this person until the next screen."""
    await remember(turn, drawn)
    offered = enumerate(offers(drawn), 1)
    return words(drawn, *(f"{number}. {key.label}" for number, key in offered))


async def remember(turn: Turn, drawn: Drawn) -> None:
    """The choices on show, which a number answers however they are shown."""
    choices = [key.data for key in offers(drawn)]
    await memory.remember(_place(turn), "numbered", "", {"choices": choices})


def offers(drawn: Drawn) -> list[Key]:
    """What may be chosen, in order; links and texts to copy are none of it."""
    return [key for row in drawn.keys for key in row if key.data]


def words(drawn: Drawn, *choices: str) -> str:
    """All that is said, links and the choices given below it."""
    keys = [key for row in drawn.keys for key in row]
    links = [f"{key.label}: {key.url or key.copy}" for key in keys if key.url or key.copy]
    said = (drawn.toast if drawn.silent else "", *drawn.paragraphs, "\n".join([*links, *choices]))
    return "\n\n".join(part for part in said if part)


async def read(turn: Turn) -> Turn:
    """The turn, as a choice where its text is the number of one that was offered."""
    match = _NUMBER.fullmatch(latin_digits(turn.text))
    if match is None or turn.choice:
        return turn
    kept = await memory.recall(_place(turn))
    choices = kept.data["choices"] if kept else []
    number = int(match[1])
    if not 1 <= number <= len(choices):
        return turn
    return replace(turn, text="", choice=choices[number - 1])


def _place(turn: Turn) -> str:
    return f"{turn.place_of_memory}#numbered"
