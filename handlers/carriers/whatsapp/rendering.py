"""A screen as WhatsApp shows it: reply buttons, a list, or numbered text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from domain.ports import Limits, Option
from handlers.ui import numbered
from handlers.ui.drawing import Drawn


@dataclass(frozen=True, slots=True)
class Shown:
    """The words, and the choices below them; without those they stand in the words."""

    text: str = field(repr=False)
    options: Sequence[Option] = ()


def render(drawn: Drawn, limits: Limits | None) -> Shown:
    """What an account shows that has these limits; None: it shows words alone."""
    options = tuple(Option(key.data, key.label) for key in numbered.offers(drawn))
    words = numbered.words(drawn)
    if limits is not None and limits.form(words, options) is not None:
        return Shown(words, options)
    lines = (f"{number}. {option.label}" for number, option in enumerate(options, 1))
    return Shown(numbered.words(drawn, *lines))
