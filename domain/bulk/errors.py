"""Why a bulk, or a line of one, can't be as it is."""

from __future__ import annotations

from domain.errors import AlreadyDone, DomainError


class LinesMissing(DomainError):
    """What was sent holds no line."""


class LinesTooMany(DomainError):
    """More lines than are done at once; `limit`."""


class PartMissing(DomainError):
    """A line without its `field`: customer or amount."""


class PartUnclear(DomainError):
    """A line that says several of one `field`; `given`."""


class PartUnread(DomainError):
    """Words of a line that mean nothing here; `given`."""


class CustomerUnclear(DomainError):
    """What was typed fits several customers; `given`, `count`."""


class SaidTwice(DomainError):
    """Another `line` of the same list says the same money."""


class TxnTwice(DomainError):
    """Another `line` of the same list has the same transaction."""


class BillsChanged(DomainError):
    """The bills are not what they were any more: paid, taken back or otherwise changed."""


class BillsSettled(DomainError):
    """Nothing is due on the bills."""


class Unheard(DomainError):
    """Nothing can carry a link to the customer."""


class NothingFits(DomainError):
    """No line that could be done."""


class OwnToApprove(DomainError):
    """Somebody else has to approve what one has asked for."""


class BulkDecided(AlreadyDone):
    """Somebody else was first; `who`, `at`, and `status` that it came to."""
