"""What a relay's refusals mean: whether the recipient is wrong, the mail, or we are."""

from __future__ import annotations

import re

from domain.ports import Trouble
from gateways.outcomes import Later, Outcome

FULL = Later(3600, for_one=True)  # a full mailbox is emptied some day
_ENHANCED = re.compile(r"[245]\.(\d{1,3})\.(\d{1,3})")
_OURS = re.compile(
    r"auth|polic|spam|black|block|list|reputation|spf|dkim|dmarc|ip address|helo|ptr",
    re.IGNORECASE,
)
_OF_SENDER = re.compile(r"sender|relay", re.IGNORECASE)
_ADDRESS = re.compile(r"\S+@\S+")
_LOGIN = {530, 534, 535, 538}
# By the subject and detail of the enhanced status (RFC 3463).
_MEANT: dict[tuple[int, int], Outcome] = {
    **{(1, detail): Trouble.BAD_RECIPIENT for detail in (0, 1, 2, 3, 4, 6, 10)},
    (1, 7): Trouble.CONFIG,
    (1, 8): Trouble.CONFIG,
    (2, 0): Trouble.BAD_RECIPIENT,
    (2, 1): Trouble.BAD_RECIPIENT,
    (2, 2): FULL,
    (2, 3): Trouble.CONTENT_REJECTED,
    (3, 4): Trouble.CONTENT_REJECTED,
    (4, 1): Trouble.REFUSED,
    (4, 4): Trouble.REFUSED,
    (7, 1): Trouble.CONFIG,
}


def of_recipient(code: int, text: str) -> Outcome:
    """Why the relay does not take the recipient, which it may say of the sender only here."""
    if (outcome := _meant(text)) is FULL or (code == 552 and outcome is None):
        return FULL
    if code < 500 or code in _LOGIN:
        return of_sender(code)
    said = _ADDRESS.sub("", text)
    if _OF_SENDER.search(said):
        return Trouble.CONFIG
    if outcome is not None:
        return outcome
    if _ENHANCED.match(text) is None and code in {550, 551, 553} and not _OURS.search(said):
        return Trouble.BAD_RECIPIENT
    return Trouble.CONFIG


def of_content(code: int, text: str) -> Outcome:
    """Why the relay does not take the mail once it has read it."""
    if code < 500:
        return FULL if _meant(text) is FULL else final(code, Trouble.REFUSED)
    enhanced = _ENHANCED.match(text)
    if enhanced and enhanced[1] == "7" and int(enhanced[2]) >= 20:  # SPF, DKIM and the like
        return Trouble.CONFIG
    outcome = _meant(text)
    return outcome if outcome not in (None, Trouble.CONFIG) else Trouble.CONTENT_REJECTED


def of_sender(code: int) -> Outcome:
    """Why the relay does not take our own address."""
    return final(code, Trouble.AUTH if code in _LOGIN else Trouble.CONFIG)


def final(code: int, trouble: Trouble) -> Outcome:
    """4xx is for now, 421 for everybody, 5xx for good."""
    return trouble if code >= 500 else Later(for_all=code == 421)


def _meant(text: str) -> Outcome:
    found = _ENHANCED.match(text)
    return _MEANT.get((int(found[1]), int(found[2]))) if found else None
