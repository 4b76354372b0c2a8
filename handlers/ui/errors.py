"""From what went wrong to the sentence that says so."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Mapping
from datetime import timedelta

from domain.errors import Busy, DomainError, InvalidValue, Outside, Refused
from domain.forms import Kind
from handlers.ui.screens import Text

log = logging.getLogger(__name__)

LONGEST = 200  # letters of a value in a sentence of an error

# What an error may leave unsaid; its sentence names some of these.
_UNSAID = dict.fromkeys(
    (
        "text", "what", "given", "count", "field", "example", "state", "right", "limit",
        "seconds", "kind", "variable", "nearest", "position", "first", "second", "reason",
        "minutes", "customer", "on", "due", "why", "gateway", "amount", "at", "line",
        "who", "status", "heading", "cell", "currency", "name", "operator", "period", "last",
        "letter", "wants", "part", "left",
    ),
    None,
)  # fmt: skip


def sentence(why: Exception, *, named: bool = False) -> Text:
    """The text for a person; what is nobody's fault but ours is logged under an id they are told.

    Where one value at a time is asked for, it is not `named`: by what name the code calls it helps
    nobody. The log has the id and the trace, never what the person wrote.
    """
    if isinstance(why, DomainError):
        return refusal(why.key, why.values, named=named)
    if isinstance(why, Refused):
        return Text("outside-refused", reason=why.reason)
    if isinstance(why, Busy):
        return Text("outside-busy")
    if isinstance(why, Outside):
        return Text("outside-unsure")
    number = secrets.token_hex(3).upper()
    log.error("unexpected id=%s", number, exc_info=why)
    return Text("unexpected", id=number)


def refusal(key: str, values: Mapping[str, object], *, named: bool = False) -> Text:
    """The text of a refusal by its key; what its values leave unsaid is nothing."""
    told = {**_UNSAID, **_typed(values)}
    if key == InvalidValue.key and not named:
        told["field"] = None
        if isinstance(kind := values.get("wants"), Kind) and kind.choices:
            told["wants"] = told["example"] = None  # its buttons say it, in words of people
    return Text(key, **told)


def wanted(kind: Kind) -> Text:
    """What a value that a person writes must be."""
    return Text(f"wants-{kind.name}", **kind.limits, where=None)


def _typed(values: Mapping[str, object]) -> dict[str, object]:
    """Nothing given is nothing said, a long text is its beginning, and a wait a length of time."""
    told = {name: None if value == "" else _shortened(value) for name, value in values.items()}
    if isinstance(told.get("given"), int):  # a row's number, which says nothing to a person
        told["given"] = None
    if isinstance(wants := told.get("wants"), Kind):
        told["wants"] = wanted(wants)
    if isinstance(seconds := told.get("seconds"), int | float):
        told["seconds"] = timedelta(seconds=seconds)
    return told


def _shortened(value: object) -> object:
    """What somebody typed is said back as far as they know it again by."""
    if isinstance(value, str) and len(value) > LONGEST:
        return f"{value[:LONGEST].rstrip()}…"
    return value
