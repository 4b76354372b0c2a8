"""Taking out what must not be kept: secrets and personal data, out of logs and of errors."""

from __future__ import annotations

import re

_SECRETS = (
    (re.compile(r"(?<!\d)(\d{6,12}):[A-Za-z0-9_-]{20,}"), r"\1:…"),  # a bot's token
    (re.compile(r"(/p/)[A-Za-z0-9]{10,}"), r"\1…"),  # a payment link
    (re.compile(r"(://[^/\s:@]+:)[^@\s/]+@"), r"\1…@"),  # a password in an address
    (
        re.compile(
            r"(?i)\b(authorization|x-app-key|password|passwd|app_secret|store_passwd|api_key|"
            r"token|secret|refresh_token|id_token)(['\"]?\s*[:=]\s*['\"]?)[^\s'\",}&]+"
        ),
        r"\1\2…",
    ),
    (re.compile(r"(?<![\d.])(\+?88)?01[3-9]\d{5}(\d{3})(?!\d)"), r"•••\2"),  # a mobile number
)


def redact(text: str) -> str:
    """The text without what must not be kept."""
    for pattern, instead in _SECRETS:
        text = pattern.sub(instead, text)
    return text
