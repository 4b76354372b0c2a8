"""A command that ends without what was asked for: its exit code, and what is said of it."""

from __future__ import annotations

from collections.abc import Sequence

from domain import forms

HELD, FAILED, MISUSED = 0, 1, 2


class Failure(Exception):
    """What a command was asked for did not hold; the text says what is wrong and what to do."""

    def __init__(self, text: str, code: int = FAILED) -> None:
        super().__init__(text)
        self.code = code

    def lines(self) -> list[str]:
        """What is said, line by line."""
        return str(self).splitlines()


def meant(given: str, known: Sequence[str]) -> str:
    """How a refusal ends: the known name that is nearest, or all of them."""
    near = forms.near(given, known)
    return f"; did you mean {near}?" if near else f"; there are {', '.join(known) or 'none yet'}"
