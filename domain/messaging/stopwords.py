"""Whether what a customer writes says “send me no more”, or “send me again”, and nothing else.

The words stand in the locales, by what they do in a sentence. A text counts only when every word
of it is one of them: “stop the messages please” does, “stop, the boy is not home” does not.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import pairwise

from domain.ports import Texts

KINDS = (
    "leaving",  # can be about nothing but messages: unsubscribe
    "stop",  # said alone it is about messages: cancel
    "ending",  # about messages only when they are named: off
    "closed",  # tells of a line as well, unless it stands alone or is asked for: বন্ধ
    "joining",  # can be about nothing but messages: unstop
    "start",  # alone, or as a plain order: চালু করুন; whatever stands beside it speaks of a line
    "opened",  # about messages only when they are named: resume
    "message",
    "offer",  # what nobody misses who gets none
    "channel",  # may be out of order itself: whatsapp
    "sending",
    "send",
    "giving",  # also what is done to a line: বন্ধ করে দিবেন
    "getting",
    "refusing",  # asks that something be not done, whatever it is: করবেন না
    "not",
    "more",
    "again",
    "wanting",
    "doing",
    "asking",
    "please",
    "polite",
    "around",  # says nothing, and fits into a sentence about messages alone
)
_NAMED = {"message", "sending", "send"}
_ABOUT = _NAMED | {"offer"}
_STOPS, _STARTS = {"leaving", "stop", "ending", "closed"}, {"joining", "start", "opened"}
_ORDER = {"doing", "asking"}
_QUESTION = re.compile("[?؟❓❔]")
# Signs that are said as a word.
_SIGNS = {"🛑": " stop "}
# Letters and marks that nobody sees, beside those of the category of invisible ones.
_UNSEEN = re.compile("[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\uffa0\ufe00-\ufe0f]")
_APOSTROPHES = re.compile("['’‘ʼ`´]")
_DRAWN_OUT = re.compile(r"([a-z])\1{2,}")

Words = Mapping[tuple[str, ...], str]


def wanted(text: str, texts: Texts) -> bool | None:
    """False for stop, True for start, None for anything else; a `/command` is none of both."""
    if text.lstrip().startswith("/") or _QUESTION.search(unicodedata.normalize("NFKC", text)):
        return None
    said = _unanswered(_kinds(_words(text), _known(_listed(texts))))
    kinds = set(said)
    clear = bool(kinds & (_ABOUT | {"leaving", "joining"}))
    if "other" in kinds or (kinds & {"around", "getting", "wanting"} and not clear):
        return None
    stops, starts = kinds & _STOPS, kinds & _STARTS
    if kinds & {"not", "refusing"}:
        return False if _refused(said) and not stops and not starts else None
    if stops:
        return False if not starts and (clear or _ends(kinds)) else None
    return True if _begins(said) else None


def _ends(kinds: set[str]) -> bool:
    """Whether it asks for an end, with no message named: “off again” tells of a line."""
    if "again" in kinds:
        return False
    asked = bool(kinds & _ORDER) or kinds <= {"closed", "please"}
    return "stop" in kinds or ("closed" in kinds and asked)


def _begins(said: list[str]) -> bool:
    kinds = set(said)
    if kinds & _STARTS:
        plain = kinds == {"start"} or said == ["start", "doing"]
        return plain or "joining" in kinds or bool(kinds & _NAMED)
    sent = kinds & {"sending", "send", "giving"}
    return {"message", "again"} <= kinds and bool(kinds & {"wanting", "please"}) and not sent


def _unanswered(said: list[str]) -> list[str]:
    """What is said after a “no” that answers something: “no, I want them” does not refuse them."""
    if said[:1] != ["not"] or ((_STOPS | _STARTS) - {"leaving"}) & set(said):
        return said
    refuses = said[1:2] and said[1] in _ABOUT | {"channel", "giving", "more", "again", "wanting"}
    return said if refuses and not (said[1] == "message" and "wanting" in said) else said[1:]


def _refused(said: list[str]) -> bool:
    """Whether messages are refused: “no sms” alone may tell as well that none came."""
    kinds = set(said)
    if "getting" in kinds and "wanting" not in kinds:
        return False
    if kinds & {"message", "offer", "channel"} and kinds & {"refusing", "wanting"}:
        return True
    if kinds & {"message", "offer"} and kinds & {"send", "giving", "more"}:
        return True
    pairs = set(pairwise(said))
    asked = bool(kinds & (_ORDER | {"please"}))
    none_at_all = ("not", "offer") in pairs or (("not", "message") in pairs and asked)
    return (none_at_all and "around" not in kinds) or (
        {"not", "more"} <= kinds and bool(kinds & {"send", "giving"})
    )


def _words(text: str) -> list[str]:
    """The words as they sound: without case, width, decoration and what nobody sees."""
    for sign, word in _SIGNS.items():
        text = text.replace(sign, word)
    seen = "".join(one for one in text if unicodedata.category(one) != "Cf")
    plain = unicodedata.normalize("NFKC", _UNSEEN.sub("", seen)).casefold()
    plain = _APOSTROPHES.sub("", plain)
    # A number is a word, and none of ours: whoever names a sum or a day speaks of something else.
    kept = (one if unicodedata.category(one)[0] in "LMN" else " " for one in plain)
    words = "".join(kept).split()
    if len(words) > 1 and all(len(word) == 1 for word in words):
        words = ["".join(words)]
    return [_DRAWN_OUT.sub(r"\1", word) for word in words]


def _kinds(words: Sequence[str], known: Words) -> list[str]:
    """What the words do in the sentence by turns, “other” for a word that is not known."""
    longest = max(map(len, known))
    kinds: list[str] = []
    at = 0
    while at < len(words):
        for size in range(min(longest, len(words) - at), 0, -1):
            kind = known.get(tuple(words[at : at + size]))
            if kind is not None:
                break
        kinds.append(kind or "other")
        at += size
    return kinds


def _listed(texts: Texts) -> tuple[tuple[str, str], ...]:
    return tuple(
        (kind, texts.t(language, f"heard-{kind}"))
        for language in texts.languages()
        for kind in KINDS
    )


@lru_cache(maxsize=1)
def _known(lists: tuple[tuple[str, str], ...]) -> Words:
    return {tuple(_words(entry)): kind for kind, words in lists for entry in words.split()}
