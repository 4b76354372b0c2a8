"""What a person may choose among, as it was when it was read."""

from __future__ import annotations

from dataclasses import dataclass

from domain.customers.models import ValidFrom
from domain.money import Money
from domain.validity import Validity


@dataclass(frozen=True, slots=True)
class NamedView:
    """A zone or a package: how it is called, and the code by which files name it."""

    id: int
    code: str
    name: str


@dataclass(frozen=True, slots=True)
class OfferView:
    """A package with its price."""

    id: int
    name: str
    price_minor: int
    currency: str


@dataclass(frozen=True, slots=True)
class ForATimeView:
    """A package that is bought for a time, as it is sold now."""

    id: int
    code: str
    name: str
    price: Money
    profile: str
    lasts: Validity
    valid_from: ValidFrom
    cap_mb: int | None
    active: bool


@dataclass(frozen=True, slots=True)
class SoldForATime:
    """What somebody wants such a package to be; without a limit a `cap_mb` is 0."""

    name: str
    price: Money
    profile: str
    validity: Validity
    valid_from: str
    cap_mb: int
    active: bool
