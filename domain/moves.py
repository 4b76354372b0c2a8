"""Moves between states: each kind of state has a map of those that are allowed."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar

S = TypeVar("S", bound=StrEnum)


class MoveForbidden(Exception):
    """Somebody wanted a move that the map does not have: a mistake of ours, no refusal."""


def require(may: Mapping[S, frozenset[S]], of: S, to: S) -> None:
    """Raises `MoveForbidden` unless what is `of` may become `to`."""
    if to not in may[of]:
        raise MoveForbidden(f"{type(of).__name__}: what is {of} may not become {to}")
