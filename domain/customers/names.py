"""Names as they are searched: words in one spelling, all in Latin letters, one slip apart.

Pure computation. The romanisation is rough on purpose: it only has to meet the ways in which
people write the same name, so a word also has a `sound`, in which those ways fall together.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from domain import languages
from domain.money import latin_digits

LONGEST = 40
_KEPT = 20_000  # distinct words of names are few, however many people there are
SOUND_MARK = "~"
_TABLES = {"consonants", "vowels", "signs", "marks", "titles", "joined"}


@dataclass(frozen=True)
class _Script:
    """The letters of a language, and how each is written in Latin ones."""

    range: str
    consonants: dict[str, str]
    vowels: dict[str, str]
    signs: dict[str, str] = field(default_factory=dict)  # vowels that stand at a consonant
    marks: dict[str, str] = field(default_factory=dict)
    inherent: str = ""  # the vowel that a consonant has where none is written
    silencer: str = ""  # the mark that takes it away
    unspoken: str = ""  # what is written and not heard, but for its first group
    titles: dict[str, str] = field(default_factory=dict)
    joined: dict[str, str] = field(default_factory=dict)  # what NFC leaves apart: as one letter

    def romanised(self, word: str) -> str:
        """The word in Latin letters."""
        if word in self.titles:
            return self.titles[word]
        if self.unspoken:
            word = re.sub(self.unspoken, r"\1", word)
        latin = ""
        for place, letter in enumerate(word):
            if letter in self.consonants:
                latin += self.consonants[letter]
                if self.inherent and self._has_inherent_vowel(word, place, latin):
                    latin += self.inherent
            else:
                latin += (
                    self.vowels.get(letter) or self.signs.get(letter) or self.marks.get(letter, "")
                )
        return latin[:LONGEST]

    def _has_inherent_vowel(self, word: str, place: int, latin: str) -> bool:
        """Whether a vowel is spoken after the consonant though none is written."""
        rest = word[place + 1 :]
        ends = not rest or rest[0] in self.signs or rest[0] == self.silencer
        if ends or rest[0] not in self.consonants:
            return False
        before = latin[: -len(self.consonants[word[place]])]
        closes_a_syllable = before[-1:] in set("aeiou") and rest[1:2] in self.signs
        return not closes_a_syllable


@languages.remembered
def _scripts() -> list[tuple[re.Pattern[str], _Script]]:
    described = [_described(language.letters) for language in languages.known() if language.letters]
    return [(re.compile(f"[{script.range}]"), script) for script in described]


def _described(said: Mapping[str, str]) -> _Script:
    """A script as `letters.toml` has it: `ক k খ kh` is a letter and its Latin ones by turns."""
    tables = {
        name: dict(zip(text.split()[::2], text.split()[1::2], strict=True))
        for name, text in said.items()
        if name in _TABLES
    }
    whole: dict[str, Any] = {**said, **tables}
    return _Script(**whole)


@languages.remembered
def _words() -> re.Pattern[str]:
    """Words of one script; its marks are no letters to a regular expression."""
    scripts = "".join(f"[{script}]+|" for script in languages.scripts())
    return re.compile(rf"{scripts}[^\W_]+")


@languages.remembered
def _joined() -> dict[str, str]:
    return {apart: one for _, script in _scripts() for apart, one in script.joined.items()}


def _script_of(word: str) -> _Script | None:
    return next((script for letter, script in _scripts() if letter.match(word)), None)


_SOUNDS = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"que?$", "k"), (r"ph", "f"), (r"ch+", "c"), (r"c(?=k|[^ceiyh]|$)", "k"),
        (r"ck|q", "k"), (r"x", "ks"), (r"z", "j"), (r"(?<=[bdgjkpst])h", ""), (r"v", "b"),
        (r"oya|owa", "oa"), (r"ow|au", "o"), (r"(?<=[^aeiou])w(?=[aeiou])", "o"), (r"w", "b"),
        (r"ee|ea", "i"), (r"oo", "u"), (r"[ae][iy]", "e"),
        (r"(?<=[aeiouy])h$", ""), (r"[aou]", "a"), (r"[eiy]", "i"),
    )
)  # fmt: skip
_REPEATED = re.compile(r"(.)\1+")


def normalise(text: str) -> list[str]:
    """The words of a name or a query: small and without accents, each script in one encoding."""
    plain = unicodedata.normalize("NFC", latin_digits(text))
    for apart, one in _joined().items():
        plain = plain.replace(apart, one)
    words = []
    for word in _words().findall(plain.casefold()):
        if not word.isascii() and _script_of(word) is None:
            letters = unicodedata.normalize("NFKD", word)
            word = "".join(letter for letter in letters if not unicodedata.combining(letter))
        words.append(word[:LONGEST])
    return [word for word in words if word]


@languages.remembered
def _romaniser() -> Callable[[str], str]:
    @lru_cache(_KEPT)
    def romanised(word: str) -> str:
        script = _script_of(word)
        return word if script is None else script.romanised(word)

    return romanised


def romanise(word: str) -> str:
    """A word in Latin letters, roughly as its bearer would write it: রহিম is rahim."""
    return word if word.isascii() else _romaniser()(word)


@lru_cache(_KEPT)
def sound(word: str) -> str:
    """What the spellings of one name have in common: hossain, hosen and হোসেন are one."""
    for pattern, heard in _SOUNDS:
        word = pattern.sub(heard, word)
    return _REPEATED.sub(r"\1", word)


def forms(word: str) -> set[str]:
    """Everything by which a word is found: in Latin letters, and by its sound."""
    written = romanise(word)
    if written.isalpha() and len(written) >= 3:
        return {written, (SOUND_MARK + sound(written))[:LONGEST]}
    return {written} if written else set()


def key(word: str) -> str:
    """The one form that every spelling of the word shares: its sound where it has one."""
    if word.startswith(SOUND_MARK):
        return word
    return max(forms(word), key=lambda form: form.startswith(SOUND_MARK), default="")


def shortened(word: str) -> set[str]:
    """The word with any one letter left out."""
    return {word[:place] + word[place + 1 :] for place in range(len(word))}


def may_be_mistyped(word: str) -> bool:
    """Whether a slip in the word is looked for: shorter ones would meet everything."""
    return 3 <= len(word) <= 24 and word.isascii() and word.isalpha()


def one_slip_apart(first: str, second: str) -> bool:
    """Whether one letter was added, left out, mistaken, or two neighbours exchanged."""
    return OSA.distance(first, second, score_cutoff=1) <= 1


def likeness(query: list[str], name: list[str]) -> float:
    """How well a name answers a query, 0 to 100: every word counts, the worst of them most."""
    own = [form for word in name for form in {word, romanise(word)}]
    parts = [
        max((_word_likeness(romanise(asked), form) for form in own), default=0) for asked in query
    ]
    if not parts:
        return 0
    whole = fuzz.token_sort_ratio(" ".join(map(romanise, query)), " ".join(map(romanise, name)))
    return 0.5 * min(parts) + 0.3 * sum(parts) / len(parts) + 0.2 * whole


def _word_likeness(asked: str, own: str) -> float:
    if asked == own:
        return 100
    if own.startswith(asked):
        return 90
    if one_slip_apart(asked, own):
        return 80
    return 75 if sound(asked) == sound(own) else 0.6 * fuzz.ratio(asked, own)
