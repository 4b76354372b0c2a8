"""A field is one value that people, files and settings give us, declared once.

Whoever asks for it (a page, a conversation, a file, the environment, a document) reads the
declaration: nobody else checks the value, has an example of it or says what was wrong.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from domain.errors import DomainError, InvalidValue

HIDDEN = "•••"  # stands for a secret
_SHOWN = 80  # letters of what was given


def near(given: str, known: Iterable[str], *, likeness: float = 0.5) -> str:
    """The known name that was probably meant; empty where none is as like as that."""
    close = difflib.get_close_matches(given.lower(), list(known), n=1, cutoff=likeness)
    return close[0] if close else ""


def nearest(given: str, known: Iterable[str]) -> str:
    """The known name that was probably meant; all of them where none is near."""
    names = sorted(known)
    return near(given, names) or ", ".join(names)


def _anything(value: object) -> bool:
    return True


def _as_written(text: str, *place: object) -> str:
    return text


@dataclass(frozen=True, slots=True, eq=False)
class Kind:
    """What a value is.

    `fits` judges one, `parse` makes one of what somebody wrote or raises `ValueError`; it is told
    the place where that was written, if that matters. One with a `name` says what it wants by the
    text `wants-NAME` and its `limits`; of another the example says all. Values that are not
    `quoted` stand in files without quotes.
    """

    name: str = ""
    fits: Callable[[Any], bool] = field(default=_anything, repr=False)
    parse: Callable[..., Any] = field(default=_as_written, repr=False)
    limits: Mapping[str, str | None] = field(default_factory=dict)
    choices: tuple[str, ...] = ()
    example: str = ""
    quoted: bool = True

    def where(self, holds: Callable[[Any], bool]) -> Kind:
        """The same for those values alone for which this holds too."""
        return replace(self, fits=lambda value: self.fits(value) and holds(value))

    def read(self, given: object, *place: object) -> Any:
        """The value from what a person or a file gave; raises `ValueError`, or what says more."""
        if isinstance(given, str) or not self.fits(given):
            given = self.parse(_written(given), *place)
        if given == "" or not self.fits(given):
            raise ValueError
        return given


def _written(given: object) -> str:
    if isinstance(given, Mapping):
        raise ValueError
    return ", ".join(map(str, given)) if isinstance(given, list | tuple) else str(given).strip()


def is_text(most: int) -> Callable[[object], bool]:
    """Whether it is a text of at most so many letters, with no sign that nobody can see."""
    return lambda value: (
        isinstance(value, str)
        and len(value) <= most
        and not any(ord(letter) < 32 and letter not in "\r\n\t" for letter in value)
    )


TEXT = Kind("text", is_text(4000), limits={"most": "4000"})


@dataclass(frozen=True, slots=True)
class Field:
    """One value that is asked for.

    A `secret` is never shown, nor repeated in a refusal. An `option` of an account is kept
    readable, all else is sealed. A `default` may depend on the other values given. `also` are other
    names for it; `about` says in documents what it is for.
    """

    name: str
    example: str = ""
    kind: Kind = TEXT
    secret: bool = False
    option: bool = False
    required: bool = True
    default: str | Callable[[Mapping[str, object]], str] = ""
    also: tuple[str, ...] = ()
    about: str = ""

    def __post_init__(self) -> None:
        """Raises `ValueError` for a secret that would be kept readable."""
        if self.secret and self.option:
            raise ValueError(f"{self.name} is a secret, and an option is kept readable")

    @property
    def is_needed(self) -> bool:
        """Whether it has to be given."""
        return self.required and not self.default

    def read(self, given: object, *place: object) -> Any:
        """The value from what a person or a file gave; raises `InvalidValue`."""
        if self.secret and isinstance(given, list | tuple):
            raise self.refusal(given)
        try:
            return self.kind.read(given, *place)
        except ValueError:
            raise self.refusal(given) from None

    def refusal(self, given: object) -> InvalidValue:
        """Why this can't be taken: what was expected, and the example."""
        wants = {"wants": self.kind} if self.kind.name else {}
        shown = HIDDEN if self.secret else str(given)[:_SHOWN]
        example = "" if self.kind.choices else self.shown
        return InvalidValue(field=self.name, given=shown, example=example, **wants)

    def lacking(self) -> InvalidValue:
        """That it has to be given."""
        return InvalidValue(field=self.name, given="", example=self.shown)

    @property
    def shown(self) -> str:
        """A value that it may have."""
        return self.example or self.kind.example

    def taken(self, given: Mapping[str, object]) -> Any:
        """Its value among those that were given, else its default; None for none."""
        value = given.get(self.name)
        if value is None or value == "":
            value = self.default(given) if callable(self.default) else self.default
        if value != "":
            return self.read(value)
        if self.required:
            raise self.lacking()
        return None


@dataclass(frozen=True, slots=True)
class Settings:
    """The values of an account as they are stored: credentials sealed, options readable."""

    credentials: dict[str, str]
    options: dict[str, object]


class Fields:
    """Fields that are given together, each by names that no other of them has."""

    def __init__(self, *fields: Field) -> None:
        self._by_name: dict[str, Field] = {}
        for each in fields:
            for name in (each.name, *each.also):
                if name in self._by_name:
                    raise ValueError(f"the field {name} is declared twice")
                self._by_name[name] = each
        self._fields = {each.name: each for each in fields}
        self.names = frozenset(self._fields)

    def __iter__(self) -> Iterator[Field]:
        return iter(self._fields.values())

    def __len__(self) -> int:
        return len(self._fields)

    def __contains__(self, name: object) -> bool:
        return name in self._fields

    def __getitem__(self, name: str) -> Field:
        return self._fields[name]

    def nearest(self, name: str) -> str:
        """The field that was probably meant."""
        return nearest(name, self._fields)

    def read(self, given: Mapping[str, object]) -> dict[str, Any]:
        """The values by the fields' names.

        Raises `InvalidValue`: `field` is the field's name for a value that is missing or wrong, and
        "field" for a name that is not declared, with the nearest one as `example`.
        """
        values, wrong = self._look(given)
        if wrong:
            raise wrong[0]
        return values

    def faults(self, given: Mapping[str, object]) -> list[DomainError]:
        """Everything for which `read` would refuse the values."""
        return self._look(given)[1]

    def settings(self, given: Mapping[str, object]) -> Settings:
        """The values of an account, sorted; raises what `read` raises."""
        values = self.read(given)
        readable = {each.name for each in self if each.option}
        return Settings(
            {name: str(value) for name, value in values.items() if name not in readable},
            {name: value for name, value in values.items() if name in readable},
        )

    def _look(self, given: Mapping[str, object]) -> tuple[dict[str, Any], list[DomainError]]:
        wrong: list[DomainError] = [
            InvalidValue(field="field", given=name, example=self.nearest(name))
            for name in given
            if name not in self._by_name
        ]
        said = {
            self._by_name[name].name: value
            for name, value in given.items()
            if name in self._by_name
        }
        values = {}
        for each in self:
            try:
                value = each.taken(said)
            except DomainError as why:
                wrong.append(why)
            else:
                if value is not None:
                    values[each.name] = value
        return values, wrong
