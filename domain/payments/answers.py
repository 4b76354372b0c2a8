"""What a gateway wants to know of a customer before it starts: as typed, else as we know them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from domain import tokens
from domain.customers.models import Customer
from domain.errors import DomainError
from domain.fields import to_json
from domain.forms import Field
from domain.kinds import EMAIL
from domain.phone import MOBILE


class AnswerWrong(DomainError):
    """What a gateway wants to know is missing, or is none; the `kind` it is of, an `example`."""


def read(
    asked: Sequence[Field], given: Mapping[str, str], customer: Customer, region: str
) -> dict[str, str]:
    """The answers by the names of the fields; raises `AnswerWrong` for the first that is none."""
    known = {MOBILE.name: customer.mobile, EMAIL.name: customer.email}
    found = {}
    for field in asked:
        kind = field.kind.name
        try:
            answer = field.read(given.get(field.name, "").strip() or known[kind], region)
        except DomainError:
            raise AnswerWrong(field=field.name, kind=kind, example=field.shown) from None
        found[field.name] = answer
    return found


def digest(answers: Mapping[str, str]) -> str:
    """Tells answers apart without keeping them; empty for none."""
    return tokens.digest(to_json(dict(answers))) if answers else ""
