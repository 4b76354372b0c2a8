"""The languages that are spoken: a folder each, which says how people write in it.

Here stands what somebody may have written to us: digits, months, marks of money, words in lists of
customers, letters of names. What we say ourselves is said by `domain.ports.Texts`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, wraps
from pathlib import Path
from typing import Any, TypeVar
from unicodedata import normalize

MODEL = "en"  # what the others are measured by; its words are those of the code
FOLDERS: tuple[Path, ...] = (Path(__file__).parent.parent / "locales",)

T = TypeVar("T")


def remembered(make: Callable[[], T]) -> Callable[[], T]:
    """What is made of the languages, made when it is needed first, and anew for other `FOLDERS`."""
    kept: list[tuple[object, T]] = []

    @wraps(make)
    def made() -> T:
        if not kept or kept[0][0] is not FOLDERS:
            kept[:] = [(FOLDERS, make())]
        return kept[0][1]

    return made


@dataclass(frozen=True)
class Language:
    """What the files of one language say; those that are missing say nothing."""

    code: str
    folder: Path

    @cached_property
    def formats(self) -> dict[str, Any]:
        """How we write values, and with which font."""
        return self._file("formats.toml")

    @cached_property
    def heard(self) -> dict[str, Any]:
        """The words that people write to us."""
        return self._file("heard.toml")

    @cached_property
    def letters(self) -> dict[str, Any]:
        """How names in its script are written in Latin letters."""
        return self._file("letters.toml")

    @property
    def digits(self) -> str:
        """Its ten digits, from zero."""
        return str(self.formats["digits"])

    def words(self, *path: str) -> list[str]:
        """The words that people write for what is named so."""
        found: Any = self.heard
        for name in path:
            found = found.get(name, {})
        return parted(found) if found else []

    def _file(self, name: str) -> dict[str, Any]:
        path = self.folder / name
        return tomllib.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


def parted(words: str) -> list[str]:
    """Words or groups of words between commas."""
    return [normalize("NFC", word.strip()) for word in words.split(",") if word.strip()]


def within(*folders: Path) -> tuple[Language, ...]:
    """The languages of these folders: English first, then the others by their code."""
    found = {
        path.parent.name: Language(path.parent.name, path.parent)
        for folder in folders
        for path in folder.glob("*/formats.toml")
    }
    return tuple(sorted(found.values(), key=lambda each: (each.code != MODEL, each.code)))


@remembered
def known() -> tuple[Language, ...]:
    """All that are spoken."""
    return within(*FOLDERS)


def words(*path: str) -> list[str]:
    """The words of all languages for what is named so."""
    return [word for language in known() for word in language.words(*path)]


@remembered
def scripts() -> tuple[str, ...]:
    """The letters of each script that a language describes, as a regular expression has them."""
    return tuple(language.letters["range"] for language in known() if language.letters)


def one_of(alternatives: list[str]) -> str:
    """A regular expression for any of these, the longest first."""
    return f"(?:{'|'.join(sorted(alternatives, key=len, reverse=True))})"
