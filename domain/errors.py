"""What can go wrong, as keys and values: the sentence is made at the edge in the reader's language.

`DomainError` children are refusals that a person can act on. The outside fails in three ways:
`Refused` (final), `Busy` (not done, later) and `Unsure` (may have been done). Anything else is a
bug.
"""

from __future__ import annotations

import re
from typing import ClassVar


class DomainError(Exception):
    """A refusal with the values that its sentence needs; `key` names the sentence in locales."""

    key: ClassVar[str] = "domain-error"

    def __init_subclass__(cls) -> None:
        cls.key = "error-" + re.sub(r"(?<!^)(?=[A-Z])", "-", cls.__name__).lower()

    def __init__(self, **values: object) -> None:
        super().__init__(f"{self.key} {values}" if values else self.key)
        self.values = values


class CurrenciesDiffer(DomainError):
    """Two amounts of different currencies met."""


class CurrencyForeign(DomainError):
    """Money of another currency than the customer's operator keeps; `amount`, `currency`,
    the `operator` where naming it says what was meant."""


class PriceForeign(DomainError):
    """A package is priced in another currency than its seller keeps; `name`, `first`, the
    `operator` and its `currency`."""


class AmountNotReadable(DomainError):
    """A text that is no positive amount."""


class AmountForeign(AmountNotReadable):
    """An amount marked as another currency's than `currency`, which is wanted."""


class AmountTooLarge(DomainError):
    """More than the role or the rule allows; `limit` says how much."""


class MobileNotReadable(DomainError):
    """A text that is no phone number of the operator's country."""


class DateNotReadable(DomainError):
    """A text that is no date."""


class TimeNotReadable(DomainError):
    """A text that is no time to come."""


class PeriodNotReadable(DomainError):
    """A text that is no month written as YYYY-MM."""


class PeriodOutOfReach(DomainError):
    """A month so far away that nobody means to bill it; `period`, `first`, `last`."""


class RightLacking(DomainError):
    """The person has not the right that the act needs; `right` names it."""


class NotFound(DomainError):
    """Nothing of that kind, or nothing that this person may see; `what` and `given`."""


class SeveralFound(DomainError):
    """A text that fits several; `what`, `given`, `count`."""


class Outdated(DomainError):
    """What the button was made for has changed since."""


class TokenUsed(DomainError):
    """A one-use token that was used, or is not known."""


class AlreadyDone(DomainError):
    """The act was done before; doing it again would do nothing or harm."""


class NotBilled(DomainError):
    """A customer gets no bill for a month; `reason` is one of those for which a run skips them."""


class InvalidState(DomainError):
    """The thing is in a state that does not allow the act; `what`, `state`."""


class InvalidValue(DomainError):
    """A field with a value that its check refuses; `field`, `given`, `example`."""


class TooLong(DomainError):
    """A text with more letters than its column takes; `field`, its `limit`, the `count` given."""


class RepeatSuspected(DomainError):
    """The same amount of the same customer came a moment ago; `at`, `by` whom, `method`, `txn`."""


class TooMany(DomainError):
    """A limit of pace was reached; `seconds` until it is worth trying again."""


class NoGateway(DomainError):
    """No enabled gateway can carry it; `kind` is payment or message."""


class UnknownVariable(DomainError):
    """A template names a variable that does not exist; `variable`, `nearest`."""


class BraceUnclosed(DomainError):
    """A template opens a brace that it does not close; `position`."""


class VariableMissing(DomainError):
    """A template lacks a variable that its purpose needs; `variable`."""


class TableNotReadable(DomainError):
    """A file of rows that is none: `reason` is encoding, broken, quote, empty, too-large, headings,
    headings-only, old-excel or other-format; `line` where it is known, `heading` and `cell` of one
    that stands there twice."""


class PictureNotReadable(DomainError):
    """What was sent is no picture that can be shown; `reason` is none, broken or too-large."""


class ListTooLarge(DomainError):
    """A list whose file no message can carry; `count` of its rows."""


class HeadingMissing(DomainError):
    """A file lacks a heading that it needs; `heading`, the `nearest` it has, `count` of rows."""


class RowRepeated(DomainError):
    """A row of a file says again what another says; `field`, `given`, `line` of the other."""


class FormulaUnsaved(DomainError):
    """A cell with a formula whose result was not saved; `cell`, `field`."""


class CellBroken(DomainError):
    """A cell that a spreadsheet could not compute; `cell`, `field`, `given`."""


class DigitsLost(DomainError):
    """A number of which a spreadsheet kept the first digits only; `cell`, `field`, `given`."""


class DayImpossible(DomainError):
    """A day that can't be meant; `field`, `given`, `first` and `second` that it may be."""


class FreeForGood(DomainError):
    """A price or discount by which somebody would never be billed; `field`, `given`."""


class LettersUnseen(DomainError):
    """A cell that is needed holds only what nobody sees: `field`, `letter`, `cell`."""


class LettersMixed(DomainError):
    """A username or code with a letter of another script that looks alike; `field`, `given`,
    `text` and `letter`; `cell` in a file."""


class CustomerOfAnother(DomainError):
    """A code that is another operator's `customer`'s."""


class LineDoubtful(DomainError):
    """A row that may be a new customer's or that of `customer`, who is there; with their `name`
    where the row tells of another person."""


class AddressTaken(DomainError):
    """An address that another customer of the router has; `given`, `customer`, their `name`."""


class UsernameTaken(DomainError):
    """A username that another customer of the router has; `given`, `customer`, their `name`."""


# Reasons of a `Busy`: it holds for everybody who goes there; it is the recipient's own matter.
THROTTLED, RECIPIENT_BUSY = "throttled", "recipient"


class DatabaseAway(Exception):
    """The connection to the database broke or can't be had; what was not finished is undone."""


class Outside(Exception):
    """A provider or router did not do what it was asked; never shown to a customer as it is."""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(f"{reason}: {detail}" if detail else reason)
        self.reason = reason
        self.detail = detail


class Refused(Outside):
    """Final: asking again changes nothing. `reason` is one of the port's own words."""


class Busy(Outside):
    """Not done: asking later may succeed; `retry_after` in seconds where the provider says so."""

    def __init__(self, reason: str, detail: str = "", retry_after: float | None = None) -> None:
        super().__init__(reason, detail)
        self.retry_after = retry_after


class Unsure(Outside):
    """May have been done: ask before doing it again."""
