"""Which signs a text may hold that is to be kept, and how a long name of something is kept.

PostgreSQL takes no NUL, and neither engine half of a surrogate pair; what comes as JSON, by a form
or from a command line may hold both.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from typing import ClassVar

from domain.errors import TooLong

_UNFIT = re.compile("[\0\ud800-\udfff]")
LONGEST_ID = 80
_DIGEST = 16


def fit(text: str) -> str:
    """The text without what no database keeps."""
    if text.isascii():
        return text.replace("\0", "") if "\0" in text else text
    return _UNFIT.sub("", text)


def short_id(text: str, most: int = LONGEST_ID) -> str:
    """A name that somebody else gave, in at most so many signs: the same text is always kept the
    same, and two that begin alike are kept apart."""
    if len(text) <= most:
        return text
    digest = hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()[:_DIGEST].upper()
    return f"{text[: most - _DIGEST - 1]}-{digest}"


def within(field: str, text: str, most: int) -> str:
    """The text of a person, which is never cut: raises `TooLong`."""
    if len(text) > most:
        raise TooLong(field=field, limit=most, count=len(text))
    return text


class Told:
    """Something that the outside says, as a dataclass: its texts hold only what can be kept, and
    the ids that it names are `short` enough."""

    __slots__: tuple[str, ...] = ()
    short: ClassVar[Mapping[str, int]] = {}

    def __post_init__(self) -> None:
        for name in self.__slots__:
            given = getattr(self, name)
            if isinstance(given, str) and (kept := fit(given)) != given:
                object.__setattr__(self, name, kept)
        for name, most in self.short.items():
            if len(getattr(self, name)) > most:
                object.__setattr__(self, name, short_id(getattr(self, name), most))
