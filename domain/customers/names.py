"""Names as they are searched: words in one spelling, all in Latin letters, one slip apart.

Pure computation. The romanisation is rough on purpose: it only has to meet the ways in which
people write the same name, so a word also has a `sound`, in which those ways fall together.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from domain.money import latin_digits

LONGEST = 40
_KEPT = 20_000  # distinct words of names are few, however many people there are
SOUND_MARK = "~"
_WORDS = re.compile(r"[\u0980-\u09ff]+|[^\W_]+")
_BENGALI = re.compile(r"[\u0980-\u09ff]")
_TITLES = {"মোঃ": "md", "মো": "md", "মোসাঃ": "mst", "মোছাঃ": "mst"}


def _table(pairs: str) -> dict[str, str]:
    """`ক k খ kh` as a mapping."""
    words = pairs.split()
    return dict(zip(words[::2], words[1::2], strict=True))


_CONSONANTS = _table(
    "ক k খ kh গ g ঘ gh ঙ ng চ c ছ ch জ j ঝ jh ঞ n ট t ঠ th ড d ঢ dh ণ n ত t থ th"
    " দ d ধ dh ন n প p ফ f ব b ভ bh ম m য j র r ল l শ sh ষ sh স s হ h ৎ t"
) | {"\u09dc": "r", "\u09dd": "rh", "\u09df": "y"}
_VOWELS = _table("অ a আ a ই i ঈ i উ u ঊ u ঋ ri এ e ঐ oi ও o ঔ ou")
_SIGNS = _table("া a ি i ী i ু u ূ u ৃ ri ে e ৈ oi ো o ৌ ou")
_MARKS = {"\u0982": "ng", "\u0983": "", "\u0981": ""}
_HASANTA = "\u09cd"
_SILENT_BA = re.compile("([শস])\u09cdব")
# NFC keeps these three apart from their marks, unlike every other letter.
_NUKTA = {"\u09a1\u09bc": "\u09dc", "\u09a2\u09bc": "\u09dd", "\u09af\u09bc": "\u09df"}

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
    """The words of a name or a query: small letters without accents, Bengali in one encoding."""
    plain = unicodedata.normalize("NFC", latin_digits(text))
    for apart, whole in _NUKTA.items():
        plain = plain.replace(apart, whole)
    words = []
    for word in _WORDS.findall(plain.casefold()):
        if not _BENGALI.match(word):
            letters = unicodedata.normalize("NFKD", word)
            word = "".join(letter for letter in letters if not unicodedata.combining(letter))
        words.append(word[:LONGEST])
    return [word for word in words if word]


@lru_cache(_KEPT)
def romanise(word: str) -> str:
    """A Bengali word in Latin letters, roughly as its bearer would write it: রহিম is rahim."""
    if word in _TITLES:
        return _TITLES[word]
    word = _SILENT_BA.sub(r"\1", word)
    latin = ""
    for place, letter in enumerate(word):
        if letter in _CONSONANTS:
            latin += _CONSONANTS[letter]
            if _has_inherent_vowel(word, place, latin):
                latin += "a"
        else:
            latin += _VOWELS.get(letter) or _SIGNS.get(letter) or _MARKS.get(letter, "")
    return latin[:LONGEST]


def _has_inherent_vowel(word: str, place: int, latin: str) -> bool:
    """Whether an `a` is spoken after the consonant though none is written."""
    rest = word[place + 1 :]
    if not rest or rest[0] in _SIGNS or rest[0] == _HASANTA or rest[0] not in _CONSONANTS:
        return False
    before = latin[: -len(_CONSONANTS[word[place]])]
    after = rest[1:2]
    closes_a_syllable = before[-1:] in set("aeiou") and after in _SIGNS
    return not closes_a_syllable


@lru_cache(_KEPT)
def sound(word: str) -> str:
    """What the spellings of one name have in common: hossain, hosen and হোসেন are one."""
    for pattern, heard in _SOUNDS:
        word = pattern.sub(heard, word)
    return _REPEATED.sub(r"\1", word)


def latin(word: str) -> str:
    """The word in Latin letters."""
    return romanise(word) if _BENGALI.match(word) else word


def forms(word: str) -> set[str]:
    """Everything by which a word is found: in Latin letters, and by its sound."""
    written = latin(word)
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
    own = [form for word in name for form in {word, latin(word)}]
    parts = [
        max((_word_likeness(latin(asked), form) for form in own), default=0) for asked in query
    ]
    if not parts:
        return 0
    whole = fuzz.token_sort_ratio(" ".join(map(latin, query)), " ".join(map(latin, name)))
    return 0.5 * min(parts) + 0.3 * sum(parts) / len(parts) + 0.2 * whole


def _word_likeness(asked: str, own: str) -> float:
    if asked == own:
        return 100
    if own.startswith(asked):
        return 90
    if one_slip_apart(asked, own):
        return 80
    return 75 if sound(asked) == sound(own) else 0.6 * fuzz.ratio(asked, own)
