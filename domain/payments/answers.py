"""What a gateway wants to know of a customer before it starts: as typed, else as we know them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from domain import phone, tokens
from domain.customers.models import Customer
from domain.errors import DomainError
from domain.fields import to_json
from domain.ports import AnswerKind, PayField

_EMAIL = re.compile(r"[^@\s<>]{1,64}@[^@\s<>]{1,100}\.[^@\s<>.]{2,20}")


class AnswerWrong(DomainError):
    """What a gateway wants to know is missing, or is none; the `kind` it is of, an `example`."""


def read(
    asked: Sequence[PayField], given: Mapping[str, str], customer: Customer, region: str
) -> dict[str, str]:
    """The answers by the names of the fields; raises `AnswerWrong` for the first that is none."""
    found = {}
    for field in asked:
        answer = _read(field.kind, given.get(field.name, "").strip(), customer, region)
        if not answer or not field.check(answer):
            raise AnswerWrong(field=field.name, kind=field.kind.value, example=field.example)
        found[field.name] = answer
    return found


def _read(kind: AnswerKind, typed: str, customer: Customer, region: str) -> str | None:
    if kind is AnswerKind.MOBILE:
        return phone.find(typed[:40], region) if typed else customer.mobile
    return typed or customer.email if _EMAIL.fullmatch(typed or customer.email) else None


def digest(answers: Mapping[str, str]) -> str:
    """Tells answers apart without keeping them; empty for none."""
    return tokens.digest(to_json(dict(answers))) if answers else ""
