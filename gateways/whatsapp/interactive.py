"""Choices below a message of Meta's Cloud API: up to three buttons, or a list of ten rows."""

from __future__ import annotations

from typing import Any

from domain.errors import Refused
from domain.ports import Form, Limits, Option, Outgoing, Trouble

# For the words above a list Meta's pages tell 4096, its description of the API 1024.
LIMITS = Limits(
    text=1024,
    key=200,
    buttons=3,
    button_label=20,
    rows=10,
    row_label=24,
    row_description=72,
)

Json = dict[str, Any]


def body(outgoing: Outgoing) -> Json:
    """The interactive part of a send; raises `Refused` for what Meta would not show."""
    form = LIMITS.form(outgoing.text, outgoing.choices)
    if outgoing.document is not None or form is None:
        raise Refused(Trouble.CONTENT_REJECTED, "choices that are not shown so")
    if form is Form.BUTTONS:
        shown = {"type": "button", "action": {"buttons": list(map(_button, outgoing.choices))}}
    else:
        if not 0 < len(outgoing.opens) <= LIMITS.button_label:
            raise Refused(Trouble.CONTENT_REJECTED, "a list that nothing opens")
        rows = [_row(one) for one in outgoing.choices]
        shown = {"type": "list", "action": {"button": outgoing.opens, "sections": [{"rows": rows}]}}
    return {**shown, "body": {"text": outgoing.text}}


def _button(one: Option) -> Json:
    return {"type": "reply", "reply": {"id": one.key, "title": one.label}}


def _row(one: Option) -> Json:
    described = {"description": one.description} if one.description else {}
    return {"id": one.key, "title": one.label, **described}
