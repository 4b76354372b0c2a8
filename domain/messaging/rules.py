"""What holds for messages, computed from values alone: texts, segments, channels, states."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from domain import forms
from domain.errors import THROTTLED, BraceUnclosed, UnknownVariable, VariableMissing
from domain.messaging.states import Channel, DeliveryStatus, HeardStatus, MessageStatus
from domain.messaging.variables import VARIABLES
from domain.ports import Trouble

M = MessageStatus
MAY: dict[M, frozenset[M]] = {
    # Ready again after a failure, it may turn out to have arrived after all.
    M.READY: frozenset({M.LEASED, M.PAUSED, M.DROPPED, M.FAILED, M.DELIVERED, M.READ}),
    M.PAUSED: frozenset({M.READY, M.DROPPED}),
    M.LEASED: frozenset({M.READY, M.SENT, M.FAILED, M.UNKNOWN, M.DROPPED, M.DELIVERED, M.READ}),
    M.SENT: frozenset({M.DELIVERED, M.READ, M.FAILED, M.READY}),
    M.UNKNOWN: frozenset({M.SENT, M.DELIVERED, M.READ, M.FAILED, M.READY}),
    M.DELIVERED: frozenset({M.READ}),
    M.READ: frozenset(),
    M.FAILED: frozenset({M.READY, M.DELIVERED, M.READ}),  # a phone may retry after 'failed'
    M.DROPPED: frozenset({M.READY}),
}
HEARD_MAY: dict[HeardStatus, frozenset[HeardStatus]] = {
    HeardStatus.NEW: frozenset({HeardStatus.DONE, HeardStatus.FAILED}),
    HeardStatus.DONE: frozenset(),
    HeardStatus.FAILED: frozenset(),
}
SETTLED = (M.SENT, M.DELIVERED, M.READ, M.FAILED, M.UNKNOWN, M.DROPPED)
RANK = {
    DeliveryStatus.HANDED: 0,
    DeliveryStatus.UNKNOWN: 0,
    DeliveryStatus.SENT: 1,
    DeliveryStatus.FAILED: 1,
    DeliveryStatus.DELIVERED: 2,
    DeliveryStatus.READ: 3,
}
MOST_TRIES = 6
URGENT_TRIES = 2  # of what is urgent, before another channel that could bring it has its turn
FAILURES = 10  # messages in a row that a gateway did not take on: it is in trouble
LOOKED_BACK = 1_000  # deliveries of all gateways among which those are looked for
# When providers that tell nothing by themselves are asked how a message stands, after its sending.
ASK_AFTER_MS = tuple(minutes * 60_000 for minutes in (1, 5, 30, 180, 1440))
# What is wrong with our account, not with the recipient or this message.
OUR_FAULT = frozenset({Trouble.AUTH, Trouble.NO_CREDIT, Trouble.CONFIG, Trouble.TEMPLATE_PROBLEM})
MOST_HELD_MS = 24 * 3_600_000  # for so long a message waits until our account is put right
LATE = timedelta(hours=3)  # after which what waited for us to be up again asks a person first
USUAL_CHANNELS = (Channel.WHATSAPP, Channel.SMS)

LAST_RESORT = "en"  # the language where there is nothing in the customer's

_GSM = set(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡"
    "ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_GSM_TWO = set("\f^{}\\[~]|€")
_GSM_ALL = _GSM | _GSM_TWO
_SENTENCE = re.compile(r"(?<=[.!?।]\s)|(?<=\{reason\}\s)|(?<=\s)(?=·\s)")
_VARIABLE = re.compile(r"\{\{?\s*([^{}]*?)\s*\}?\}")


def segments(text: str) -> int:
    """How many SMS the text takes (3GPP 23.038: 160/153 septets, 70/67 UTF-16 units).

    An escape pair or a surrogate pair is never split over a boundary.
    """
    letters = set(text)
    if letters <= _GSM_ALL:
        single, part = 160, 153
        double = letters & _GSM_TWO
    else:
        single, part = 70, 67
        far = max(letters) > "\uffff"
        double = {c for c in letters if c > "\uffff"} if far else set()
    if not double:
        return 1 if len(text) <= single else -(-len(text) // part)
    widths = [2 if c in double else 1 for c in text]
    if sum(widths) <= single:
        return 1
    parts, filled = 1, 0
    for width in widths:
        if filled + width > part:
            parts, filled = parts + 1, 0
        filled += width
    return parts


def check_template(
    text: str, *, needs: Sequence[str] = (), known: Collection[str] = VARIABLES
) -> None:
    """Refuse what could not be filled in later.

    Raises `UnknownVariable` with the nearest one, `BraceUnclosed` with its position,
    `VariableMissing` for one that the purpose needs.
    """
    for match in _VARIABLE.finditer(text):
        if match[1] not in known:
            raise UnknownVariable(variable=match[1], nearest=nearest(match[1], known))
    rest = _VARIABLE.sub(lambda match: " " * len(match[0]), text)
    for brace in "{}":
        if brace in rest:
            raise BraceUnclosed(position=rest.index(brace) + 1)
    for name in needs:
        if name not in variables_of(text):
            raise VariableMissing(variable=name)


def nearest(given: str, known: Iterable[str]) -> str:
    """The known name that was probably meant."""
    return forms.near(given, known, likeness=0.0)


def variables_of(text: str) -> set[str]:
    """The variables that a text names."""
    return {match[1] for match in _VARIABLE.finditer(text)}


def fill(text: str, values: Mapping[str, str]) -> str:
    """The text with its variables filled in once: a value is never read as a template.

    A line whose variables are all empty is left out, with what it says around them; within a line
    a sentence likewise, and the question that leads to it.
    """
    here = {name: values.get(name, "") for name in _names(text)}
    return _said(text, frozenset(name for name in here if not here[name])).filled(here)


def has_gap(text: str, values: Mapping[str, str]) -> bool:
    """Whether a line that stays would miss something: “due by ” without the day.

    Without a number to call, only the sentence that names it is missed.
    """
    filled = (
        [bool(values.get(name, "")) for name in _names(line) if name != "support_phone"]
        for line in text.split("\n")
    )
    return any(any(line) and not all(line) for line in filled)


class _Words(NamedTuple):
    """A text as words and names of variables by turns, and the names alone."""

    pieces: list[str]
    names: list[str]

    def filled(self, values: Mapping[str, str]) -> str:
        words = self.pieces.copy()
        words[1::2] = [values[name] for name in self.names]
        return "".join(words)


@lru_cache(maxsize=1024)
def _names(text: str) -> list[str]:
    return _VARIABLE.findall(text)


@lru_cache(maxsize=4096)
def _said(text: str, empty: frozenset[str]) -> _Words:
    """What a template says where these of its variables are empty."""
    lines = []
    for line in text.split("\n"):
        names = variables_of(line)
        if not names & empty:
            lines.append(line)
        elif names - empty:
            lines.append(_whole_sentences(line, empty))
    pieces = _VARIABLE.split("\n".join(lines))
    return _Words(pieces, pieces[1::2])


def _whole_sentences(line: str, empty: frozenset[str]) -> str:
    said: list[str] = []
    asks = left_out = False  # the last sentence is a question without a variable
    for sentence in _SENTENCE.split(_VARIABLE.sub(lambda match: f"{{{match[1]}}}", line)):
        names = variables_of(sentence)
        if not names or names - empty:
            said.append(_VARIABLE.sub(lambda one: "" if one[1] in empty else one[0], sentence))
            asks = not names and sentence.rstrip().endswith("?")
        else:
            left_out = True
            said = said[:-1] if asks else said
            asks = False
    return "".join(said).rstrip() if left_out else "".join(said)


@lru_cache
def channel_order(named: str, usual: tuple[Channel, ...] = USUAL_CHANNELS) -> tuple[Channel, ...]:
    """The order of channels from its written form; empty is the usual one."""
    names = [name.strip() for name in named.split(",")]
    return tuple(Channel(name) for name in names if name) or usual


def morning_after(now: datetime, timezone: str, from_hour: int, to_hour: int) -> datetime | None:
    """The end of the quiet hours that `now` lies in, None outside of them."""
    local = now.astimezone(ZoneInfo(timezone))
    over_midnight = from_hour > to_hour
    quiet = (
        (local.hour >= from_hour or local.hour < to_hour)
        if over_midnight
        else from_hour <= local.hour < to_hour
    )
    if not quiet:
        return None
    morning = local.replace(hour=to_hour, minute=0, second=0, microsecond=0)
    if over_midnight and local.hour >= from_hour:
        morning += timedelta(days=1)
    return morning


def next_asking(age_ms: int) -> int | None:
    """After how many milliseconds a message of this age is asked about again, None for never."""
    return next((after - age_ms for after in ASK_AFTER_MS if after > age_ms), None)


def is_our_fault(error: str) -> bool:
    """Whether a try failed for what is wrong with our account, by what was written of it."""
    words = error.removeprefix("busy ").split(maxsplit=1)
    return bool(words) and words[0] in OUR_FAULT | {THROTTLED}


def again_at(first_ms: int, last_ms: int, *, is_well: bool) -> int | None:
    """When a try is worth repeating that failed for what is wrong with our account.

    The pauses grow, they are shorter where the account seems to be well again; None once a day is
    over.
    """
    lasted = last_ms - first_ms
    if lasted > MOST_HELD_MS:
        return None
    least = 60_000 if is_well else 10 * 60_000
    return last_ms + min(max(lasted, least), 4 * 3_600_000)


def pause_before(tries: int, asked: float | None) -> timedelta:
    """How long to wait before trying a busy channel again."""
    return timedelta(seconds=max(asked or 0.0, min(5 * 2**tries, 900)))
