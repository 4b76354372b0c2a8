"""What an account with a provider is made of: declared once, for chat, files and docs."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from ipaddress import ip_address
from urllib.parse import urlsplit

from domain.errors import InvalidValue
from domain.money import latin_digits

Check = Callable[[str], bool]
_YES = {"true", "yes", "on", "1"}
_NO = {"false", "no", "off", "0"}


class Type(StrEnum):
    """What a value becomes once it is read."""

    TEXT = "text"
    FLAG = "flag"  # bool
    NUMBER = "number"  # int, not negative
    TABLE = "table"  # a mapping, taken from files only


def matches(pattern: str) -> Check:
    """A check that wants the whole text to fit a regular expression."""
    compiled = re.compile(pattern)
    return lambda text: compiled.fullmatch(text) is not None


def is_something(text: str) -> bool:
    """At most 4000 characters, no control characters among them."""
    return 0 < len(text) <= 4000 and not any(ord(c) < 32 and c not in "\r\n\t" for c in text)


def is_web_address(text: str) -> bool:
    """An http or https address of a host."""
    try:
        parts = urlsplit(text)
        return parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


def is_ip_address(text: str) -> bool:
    """An address of either version."""
    try:
        return bool(ip_address(text))
    except ValueError:
        return False


def is_pattern(text: str) -> bool:
    """A regular expression of at most 80 characters."""
    try:
        re.compile(text)
    except re.error:
        return False
    return len(text) <= 80


@dataclass(frozen=True, slots=True)
class Field:
    """One value of an account.

    Values are sealed with the credentials unless `option`, which are kept readable. A `secret` is
    never shown again, nor repeated in an error. `label` is the key of its name in locales. A
    `default` may depend on the other values given.
    """

    name: str
    example: str
    secret: bool = False
    option: bool = False
    required: bool = True
    type: Type = Type.TEXT
    check: Check = is_something
    choices: tuple[str, ...] = ()
    default: str | Callable[[Mapping[str, object]], str] = ""
    also: tuple[str, ...] = ()  # other names that the provider's papers have for it

    @property
    def label(self) -> str:
        """The key of the field's name; fields of one name share it."""
        return f"gateway-field-{self.name.replace('_', '-')}"

    def read(self, given: object) -> object:
        """The value from what a person or a file gave; raises `InvalidValue`."""
        if self.type is Type.TABLE:
            if isinstance(given, Mapping):
                return dict(given)
            raise self._wrong(given)
        text = ", ".join(map(str, given)) if isinstance(given, list | tuple) else str(given).strip()
        if self.type is Type.FLAG:
            return self._flag(text)
        if self.type is Type.NUMBER:
            digits = latin_digits(text)
            plain = digits.isascii() and digits.isdigit() and len(digits) <= 15
            if not plain or not self.check(digits):
                raise self._wrong(given)
            return int(digits)
        if self.choices:
            if text.lower() not in self.choices:
                raise self._wrong(given)
            return text.lower()
        if not is_something(text) or not self.check(text):
            raise self._wrong(given)
        return text

    def _flag(self, text: str) -> bool:
        if text.lower() not in _YES | _NO:
            raise self._wrong(text)
        return text.lower() in _YES

    def _wrong(self, given: object) -> InvalidValue:
        shown = "" if self.secret else str(given)[:80]
        example = ", ".join(self.choices) or self.example
        return InvalidValue(field=self.name, given=shown, example=example)


@dataclass(frozen=True, slots=True)
class Settings:
    """The values of an account as they are stored: credentials sealed, options readable."""

    credentials: dict[str, str]
    options: dict[str, object]


def nearest(given: str, known: Iterable[str]) -> str:
    """The known name that was probably meant; all of them where none is near."""
    names = sorted(known)
    close = difflib.get_close_matches(given.lower(), names, n=1, cutoff=0.5)
    return close[0] if close else ", ".join(names)


def read_settings(fields: Sequence[Field], given: Mapping[str, object]) -> Settings:
    """Sort given values into credentials and options, each checked.

    Raises `InvalidValue`: `field` is the field's name for a value that is missing or wrong, and
    "field" for a name that is not declared, with the nearest one as `example`.
    """
    declared = {field.name: field for field in fields}
    usual = {other: field.name for field in fields for other in field.also}
    given = {usual.get(name, name): value for name, value in given.items()}
    for name in given:
        if name not in declared:
            raise InvalidValue(field="field", given=name, example=nearest(name, declared))
    settings = Settings({}, {})
    for field in fields:
        value = given.get(field.name)
        if value is None or value == "":
            value = field.default(given) if callable(field.default) else field.default
        if value == "":
            if field.required:
                raise InvalidValue(field=field.name, given="", example=field.example)
            continue
        read = field.read(value)
        if field.option:
            settings.options[field.name] = read
        else:
            settings.credentials[field.name] = str(read)
    return settings


def faults(fields: Sequence[Field], given: Mapping[str, object]) -> list[InvalidValue]:
    """Everything for which `read_settings` would refuse the values."""
    found: list[InvalidValue] = []
    rest = list(fields)
    while True:
        try:
            read_settings(rest, given)
        except InvalidValue as why:
            found.append(why)
            named = str(why.values["field"])
            named = str(why.values["given"]) if named == "field" else named
            others = {name for each in rest if each.name == named for name in each.also}
            rest = [each for each in rest if each.name != named]
            given = {name: value for name, value in given.items() if name not in {named, *others}}
        else:
            return found
