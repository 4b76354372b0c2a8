"""The books in the language of beancount, a plain-text accounting tool whose checker reads them.

A line begins an account, moves money between two, or states what stands on one to the last unit.
Beancount sorts by day itself, so that each can be written as soon as it is known.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from domain.money import Money
from domain.ports.journal import Book, Brought, Directive, Head, Moved, Opened, Owner, Stands

BROUGHT = "Equity:Brought-Forward"
_NAME = re.compile(r"[A-Z0-9][A-Za-z0-9-]*")
_ODD = re.compile(r"[^A-Za-z0-9]+")


def head(about: Head) -> str:
    """What stands above all else."""
    lines = [f'option "title" {_text(about.title)}']
    lines += [f'option "operating_currency" "{code}"' for code in about.currencies]
    return "\n".join((*lines, "", ""))


def written(part: Iterable[Directive]) -> str:
    """The lines of these directives."""
    return "".join(map(_one, part))


def brought_forward(about: Head) -> str:
    """The other side of what stood before the first day, which comes to nothing altogether."""
    if about.since is None:
        return ""
    lines = [f"1970-01-01 open {BROUGHT}"]
    lines += [f"{about.since} balance {BROUGHT}  0 ~ 0 {code}" for code in about.currencies]
    return "\n".join((*lines, ""))


def _one(each: Directive) -> str:
    match each:
        case Moved():
            return _movement(each)
        case Opened():
            named = f"  code: {_text(each.book.code)}\n" if each.book.code else ""
            currencies = ",".join(each.currencies)
            return f"{each.on} open {account(each.book)}  {currencies}\n{named}"
        case Brought():
            return (
                f'{each.on} * "brought forward"\n  {account(each.book)}  {_amount(each.amount)}\n'
                f"  {BROUGHT}  {_amount(-each.amount)}\n"
            )
        case Stands():
            amount = each.amount
            return (
                f"{each.on} balance {account(each.book)}  {amount.wire()} ~ 0 {amount.currency}\n"
            )


def _movement(each: Moved) -> str:
    staff = "" if each.staff_id is None else f"  staff: {each.staff_id}\n"
    back = "" if each.reverses_id is None else f"  reverses: {each.reverses_id}\n"
    return (
        f"{each.on} * {_text(each.cause)}\n  entry: {each.entry_id}\n"
        f"  operator: {_text(each.operator)}\n"
        f"  cause: {_text(each.cause)}\n  cause-id: {each.cause_id}\n"
        f'  at: "{each.at:%Y-%m-%dT%H:%M:%S}Z"\n{staff}{back}'
        f"  {account(each.debit)}  {_amount(each.amount)}\n"
        f"  {account(each.credit)}  {_amount(-each.amount)}\n"
    )


def account(book: Book) -> str:
    """Its name in the journal, another one for each.

    A customer is named by the code where that is a name there; a level deeper by number and what
    of the code may stand in one, which no other customer's name can be.
    """
    return f"{book.side.value.title()}:{book.account.title()}:{_owner(book)}"


def _owner(book: Book) -> str:
    if book.owner is Owner.CUSTOMER and _NAME.fullmatch(book.code):
        return book.code
    spelled = _ODD.sub("-", book.code).strip("-")
    named = f"{book.owner_id}-{spelled}" if spelled else str(book.owner_id)
    return f"Other:{named}" if book.owner is Owner.CUSTOMER else named


def _text(text: str) -> str:
    plain = " ".join(text.split()).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{plain}"'


def _amount(amount: Money) -> str:
    return f"{amount.wire()} {amount.currency}"
