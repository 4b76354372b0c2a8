"""Why a message is where it is, in plain words with what to do next: one table for all adapters."""

from __future__ import annotations

import re

from domain.ports import Trouble
from handlers.ui.screens import Text

KNOWN = frozenset(
    {
        *Trouble, "failed", "throttled",
        "busy-provider", "busy-recipient", "busy-throttled", "busy-unreachable", "busy-timeout",
        "busy-broken", "busy-upload", "busy-not-prepared",
        "timeout", "broken", "junk", "unclear", "interrupted",
        "not-wanted", "empty-text", "no-number", "unreachable", "no-channel", "not-delivered",
        "not-prepared", "no-answer",
    }
)  # fmt: skip
_CODE = re.compile(r"-?\w*\d\w*")


def why(error: str) -> Text:
    """What was written of a try or a message, as staff read it; a provider's code in brackets.

    What nobody has words for is a plain sentence with its own word in brackets.
    """
    head, _, rest = error.partition(" ")
    if head == "busy":
        head, _, rest = rest.partition(" ")
        head = f"busy-{head}"
    if head not in KNOWN:
        return Text("reason-coded", why=Text("reason-other"), code=head[:40])
    found = _CODE.search(rest)
    if found is None:
        return Text(f"reason-{head}")
    return Text("reason-coded", why=Text(f"reason-{head}"), code=found[0][:20])
