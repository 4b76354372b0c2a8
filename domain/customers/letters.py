"""Letters that can't be seen or look like others, made plain. Pure computation.

Two texts that a person reads as one are one: full-width letters are the usual ones, every kind of
space is a space, and what has no width is left out where no script needs it.
"""

from __future__ import annotations

import re
import unicodedata

from domain.errors import LettersMixed

_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_JOINERS = "\u200c\u200d"
# Bengali and its neighbours write with joiners: between two letters, or after a halant.
_IDLE_JOINER = re.compile(
    f"(?<![\u0600-\u0dff])[{_JOINERS}]|(?<![\u094d\u09cd])[{_JOINERS}](?![\u0600-\u0dff])"
)
# Marks without a width or a look of their own, which no category tells from those that have one.
_UNSEEN = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\U000e0100-\U000e01ef]"
)
_SCRIPTS = ("LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE", "COPTIC")


def plain(text: str) -> str:
    """The text as it is seen, on one line; spaces at its ends and in a row are one too many."""
    if not (text.isascii() and text.isprintable()):
        text = unicodedata.normalize("NFC", text.translate(_WIDE))
        text = "".join(map(_seen, _IDLE_JOINER.sub("", _UNSEEN.sub("", text))))
    return " ".join(text.split())


def _seen(letter: str) -> str:
    kind = unicodedata.category(letter)
    if letter in _JOINERS:
        return letter
    if kind in {"Zs", "Zl", "Zp"} or letter in "\t\n\v\f\r":
        return " "
    return "" if kind in {"Cc", "Cf", "Cn", "Cs"} else letter


def told(letter: str) -> str:
    """A letter by its number and name, for who can't see it or takes it for another."""
    return f"U+{ord(letter):04X} {unicodedata.name(letter, '')}".strip()


def identifier(field: str, text: str) -> str:
    """A username or code as it is seen; raises `LettersMixed` where look-alike scripts meet."""
    if text.isascii() and text.isprintable():
        return text.strip()
    made = plain(unicodedata.normalize("NFKC", text).translate(dict.fromkeys(map(ord, _JOINERS))))
    scripts = {
        script
        for letter in made
        if letter.isalpha()
        for script in _SCRIPTS
        if unicodedata.name(letter, "").startswith(script)
    }
    if len(scripts) > 1:
        odd = next(letter for letter in made if letter.isalpha() and not letter.isascii())
        raise LettersMixed(field=field, given=made[:40], text=odd, letter=told(odd))
    return made
