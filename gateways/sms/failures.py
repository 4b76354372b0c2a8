"""Answers that say by themselves that nothing was sent, whether or not their code is listed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

WORDS = frozenset(
    {
        "failed", "fail", "failure", "error", "erro", "err", "rejected", "rejectd", "refused",
        "denied", "invalid", "unauthorized", "unauthorised", "forbidden", "not sent", "not_sent",
        "undelivered", "undeliv", "undeliverable", "delivery_failed",
    }
)  # fmt: skip
_STATES = ("status", "state", "type", "result", "situacao", "sms_status")
_FLAGS = ("success", "return", "ok", "accepted")
_FAULTS = ("error", "errors")
_CODES = ("status_code", "statusCode", "error_code", "errorCode", "response_code", "code", "error")
_TEXT = re.compile(
    r"\W*(?:error|err|erro|fail(?:ed|ure)?|invalid|rejected|denied)\b", re.IGNORECASE
)
_NUMBER = re.compile(r"-\d{1,4}")


def is_failure(word: str) -> bool:
    """Whether a provider's word for a state says that the message is not sent."""
    return word.strip().casefold() in WORDS


def code_of(text: str, found: Any) -> str | None:
    """The code of an answer that says failed, empty where it has none; None if it does not say."""
    if isinstance(found, list) and len(found) == 1:
        found = found[0]
    if isinstance(found, Mapping):
        return _code(found) if _failed(found) else None
    if _NUMBER.fullmatch(text):
        return text
    return "" if found is None and _TEXT.match(text) else None


def _failed(found: Mapping[str, Any]) -> bool:
    given = {str(name).casefold(): value for name, value in found.items()}
    states = (given.get(name) for name in _STATES)
    return (
        any(isinstance(state, str) and is_failure(state) for state in states)
        or any(given.get(name) is False for name in _FLAGS)
        or any(given.get(name) not in (None, "", 0, "0", False, [], {}) for name in _FAULTS)
    )


def _code(found: Mapping[str, Any]) -> str:
    codes = (found.get(name) for name in _CODES)
    return next((str(code)[:40] for code in codes if isinstance(code, int | str) and code), "")
