"""By which way a customer pays, as the attempt keeps it: a second tap or tab gets the same.

A page's address is kept as it is, a form or a prompt as JSON, and of a phone as much as is shown.
"""

from __future__ import annotations

import json
from urllib.parse import urlsplit

from domain import clock, phone
from domain.errors import Unsure
from domain.fields import to_json
from domain.payments import rules
from domain.payments.models import Attempt
from domain.ports import PostForm, Prompt, Redirect, Wait, Way


def kept(way: Way) -> str:
    """The text that an attempt keeps."""
    match way:
        case Redirect(url):
            return url
        case PostForm(url, fields):
            return to_json({"form": url, "fields": [list(pair) for pair in fields.items()]})
        case Wait(prompt, number):
            return to_json({"wait": prompt, "phone": phone.mask(number)})


def way_of(attempt: Attempt) -> Way | None:
    """The way of an attempt that is still open; None where there is none to go."""
    if attempt.status not in rules.OPEN or not attempt.way:
        return None
    if not attempt.way.startswith("{"):
        return _page(attempt.way)
    told = json.loads(attempt.way)
    if "form" in told:
        return PostForm(told["form"], dict(told["fields"]))
    return Wait(Prompt(told["wait"]), told["phone"])


def _page(address: str) -> Redirect | None:
    try:
        return Redirect(address)
    except Unsure:  # kept before addresses were looked at
        return None


def is_late(attempt: Attempt) -> bool:
    """Whether the gateway's session has ended, so that nobody needs to go there any more."""
    return attempt.ends_at is not None and attempt.ends_at <= clock.now()


def origin_of(url: str) -> str:
    """Scheme, host and port of an address."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
