"""What every table is: a model of Tortoise's, made without a look at the comments in its source.

The library would read each file of models once more for each of them, which is a fifth of the time
that a process takes to start; what columns mean is said to people, and stands in no database.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from tortoise.models import Model as TortoiseModel
from tortoise.models import ModelMeta

from domain.moves import Map


class _Plain(ModelMeta):
    def __new__(cls, name: str, bases: tuple[type, ...], attrs: dict[str, Any]) -> type:
        made: type = super().__new__(cls, name, bases, {**attrs, "_no_comments": True})
        return made


class Model(TortoiseModel, metaclass=_Plain):
    """A table; `moves` has a map for each column of states that `db.advance` moves."""

    moves: ClassVar[Mapping[str, Map]] = {}

    class Meta:
        abstract = True
