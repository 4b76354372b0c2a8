"""What was done, by whom and on what, in words."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from domain import forms
from domain.calendar import Period
from domain.errors import DomainError
from domain.fields import from_ms
from domain.money import Money, parse
from domain.ports import Ports
from domain.reports import acts as acted
from domain.staff import operators, people
from domain.staff.rights import Actor
from domain.staff.views import ActView
from handlers.ui import guide, paging
from handlers.ui.commands import action, command, screen
from handlers.ui.screens import Block, Button, Lines, Screen, Text, in_rows, plain
from handlers.ui.turns import Turn

SHOWN, CHANGES, LISTED, LONGEST = 8, 8, 6, 60
_LIKE = 0.6
SUBJECTS = (
    "payment", "bill", "bill_run", "bulk", "customer", "broadcast", "message", "gateway", "router",
    "incident", "staff", "group", "voucher_lot",
)  # fmt: skip
# What says nothing to a person, or is too long to be said.
UNSAID = {"path", "logo", "thread_id", "zone_ids", "options", "profiles", "currency", "sealed"}
STATES: dict[str, Callable[[Any], Text]] = {
    "bill": lambda value: Text(f"bill-status-{value}"),
    "broadcast": lambda value: Text(f"broadcast-state-{value}"),
    "bulk": lambda value: Text(f"bulk-state-{value}"),
    "customer": lambda value: Text(f"customer-status-{value}"),
    "payment": lambda value: Text(f"audit-state-{value}"),
}
WORDS: dict[str, Callable[[Any], Text]] = {
    "method": lambda value: Text(f"method-{value}"),
    "role": lambda value: Text(f"role-{value}"),
    "purpose": lambda value: Text(f"purpose-{value}"),
    "channel": lambda value: Text(f"channel-{value}"),
    "event": lambda value: Text(f"message-event-{value}"),
    "rule": lambda value: Text(f"audit-rule-{value}"),
}


@command("audit", right="audit.see", args="[FILTER]", home=62)
async def audit_log(turn: Turn, actor: Actor, ports: Ports) -> Screen:
    """What was done, the newest first; `/audit payment` for one kind of thing alone."""
    meant = forms.near(turn.text.strip(), SUBJECTS, likeness=_LIKE)
    shown = await acts(actor, ports, meant)
    if meant or not turn.text.strip():
        return shown
    return shown.below(Text("bills-unread", words=turn.text[:100]))


@screen("audit", right="audit.see")
async def acts(actor: Actor, ports: Ports, subject: str = "", offset: int = 0) -> Screen:
    """A page of the audit log."""
    rows = await acted.page(actor, offset=offset, limit=SHOWN + 1, subject=subject or None)
    who = await people.names_of(each.staff_id for each in rows)
    known = await acted.names(rows[:SHOWN])
    shown: list[Block] = [
        _act(each, who, known, actor, await _currency(each)) for each in rows[:SHOWN]
    ]
    about = Text(f"audit-about-{subject or 'all'}")
    pages = paging.by_offset(
        "audit", subject, offset=offset, shown=len(shown), more=len(rows) > SHOWN
    )
    return Screen(
        (Text("audit-title", about=about), *(shown or (Text("audit-none"),))),
        (pages, (Button(Text("audit-filter"), "audit.pick"), *guide.HOME)),
    )


@action("audit.pick", right="audit.see", refresh="audit")
async def pick_subject(turn: Turn, actor: Actor, ports: Ports) -> Screen:
    """What the log should be about."""
    buttons = [
        Button(Text(f"audit-about-{subject or 'all'}"), "audit", (subject,))
        for subject in ("", *SUBJECTS)
    ]
    return Screen((Text("audit-ask"),), in_rows(buttons))


async def _currency(row: ActView) -> str:
    said = str((row.after or {}).get("currency") or "")
    owner = row.operator_id or (await operators.root()).id
    return said or await operators.currency_of(owner)


def _act(
    row: ActView, who: Mapping[int, str], known: acted.Names, actor: Actor, currency: str
) -> Lines:
    changed = _changed(row, known, currency) if actor.can("amount.see") else []
    about = known.get((row.subject, row.subject_id or 0)) or None
    return Lines(
        Text(
            "audit-line",
            at=row.at,
            who=who.get(row.staff_id or 0) or Text("audit-system"),
            what=Text(f"did-{row.act.replace('.', '-').replace('_', '-')}"),
            about=about[:LONGEST] if about else None,
        ),
        *(Text("audit-change", change=each) for each in changed),
    )


def _changed(row: ActView, known: acted.Names, currency: str) -> list[Text]:
    """What became what, each field in a line."""
    before, told = row.before or {}, list[Text]()
    for field, value in (row.after or {}).items():
        if field in UNSAID or (value in (None, "", []) and before.get(field) is None):
            continue

        def said(value: Any, field: str = field) -> Text:
            return _value(row.subject, field, value, known, currency)

        told.append(_line(field, before, value, said))
    return told[:CHANGES]


def _line(field: str, before: Mapping[str, Any], value: Any, said: Callable[[Any], Text]) -> Text:
    name = Text(f"field-{field.removesuffix('_id').removesuffix('_minor').replace('_', '-')}")
    if before.get(field) in (None, ""):
        return Text("audit-set", name=name, now=said(value))
    return Text("audit-changed", name=name, was=said(before[field]), now=said(value))


def _value(subject: str, field: str, value: Any, known: acted.Names, currency: str) -> Text:
    """A value as it was written down, as its reader reads it."""
    if value is None or value in ("", []):
        return Text("audit-nothing")
    if isinstance(value, bool):
        return Text("audit-yes" if value else "audit-no")
    if acted.points(field):
        name = acted.pointed(field, value, known)
        return plain(name) if name else Text("audit-nothing")
    if field.endswith("_minor") and isinstance(value, int):
        return plain(Money(value, currency))
    if field.endswith("_bp") and isinstance(value, int):
        return Text("term-percent", percent=Decimal(value) / 100)
    if field == "at" and isinstance(value, int):
        return plain(from_ms(value))
    if isinstance(value, list):
        return _list(value)
    if field == "status":
        return STATES.get(subject, plain)(value)
    if field in WORDS:
        return WORDS[field](value)
    return _read(field, value, currency)


def _list(values: list[Any]) -> Text:
    if any(isinstance(each, dict) for each in values):
        return plain(len(values))
    more = len(values) - LISTED
    listed = ", ".join(str(each) for each in values[:LISTED])
    return plain(f"{listed} +{more}" if more > 0 else listed)


def _read(field: str, value: Any, currency: str) -> Text:
    """An amount, a month or a time from its written form; anything else as it is."""
    text = str(value)
    with contextlib.suppress(ValueError, DomainError):
        if field in {"amount", "total"}:
            return plain(parse(text, currency))
        if field == "period":
            return plain(Period.parse(text))
        if field.endswith(("_on", "_until")):
            return plain(date.fromisoformat(text))
        if field.endswith("_at"):
            return plain(datetime.fromisoformat(text))
    return plain(value if isinstance(value, int) else text[:LONGEST])
