"""What every table is: a model of Tortoise's, made without a look at the comments in its source.

The library would read each file of models once more for each of them, which is a fifth of the time
that a process takes to start; what columns mean is said to people, and stands in no database.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields
from functools import cache
from typing import Any, ClassVar, TypeVar

from tortoise.models import Model as TortoiseModel
from tortoise.models import ModelMeta

from domain.moves import Map

V = TypeVar("V")


class _Plain(ModelMeta):
    def __new__(cls, name: str, bases: tuple[type, ...], attrs: dict[str, Any]) -> type:
        made: type = super().__new__(cls, name, bases, {**attrs, "_no_comments": True})
        return made


class Model(TortoiseModel, metaclass=_Plain):
    """A table; `moves` has a map for each column of states that `db.advance` moves."""

    moves: ClassVar[Mapping[str, Map]] = {}

    class Meta:
        abstract = True


def view(kind: Callable[..., V], row: Model) -> V:
    """The row as it is now, for whoever only reads it: a frozen dataclass with fields of its."""
    return kind(*(getattr(row, name) for name in _names(kind)))


@cache
def _names(kind: Any) -> tuple[str, ...]:
    return tuple(each.name for each in fields(kind))
