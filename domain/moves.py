"""Moves between states: each kind of state has a map of those that are allowed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any, TypeVar

S = TypeVar("S", bound=StrEnum)


class MoveForbidden(Exception):
    """Somebody wanted a move that the map does not have: a mistake of ours, no refusal."""


Map = Mapping[Any, frozenset[Any]]  # each state with those that may follow it


def require(may: Mapping[S, frozenset[S]], of: S, to: S) -> None:
    """Raises `MoveForbidden` unless what is `of` may become `to`."""
    if to not in may[of]:
        raise MoveForbidden(f"{type(of).__name__}: what is {of} may not become {to}")


def origins(may: Mapping[S, frozenset[S]], of: Iterable[S], to: S) -> list[S]:
    """The states `of`, each of which may become `to`; raises `MoveForbidden`."""
    found = list(of)
    for state in found:
        require(may, state, to)
    return found


def before(may: Mapping[S, frozenset[S]], to: S) -> list[S]:
    """The states that may become `to`."""
    return [state for state, targets in may.items() if to in targets]
