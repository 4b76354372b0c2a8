"""What screens read of packages that are bought for a time, and of purchases."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from domain.customers.models import ValidFrom
from domain.hotspot.states import PurchaseStatus
from domain.money import Money
from domain.validity import Validity


@dataclass(frozen=True, slots=True)
class OfferView:
    """A package that a customer can buy; the `price` is what is paid for it, with VAT."""

    id: int
    code: str
    name: str
    price: Money
    lasts: Validity
    valid_from: ValidFrom
    cap_mb: int | None


@dataclass(frozen=True, slots=True)
class PurchaseView:
    """What a customer bought, from when to when."""

    id: int
    package: str
    lasts: Validity
    cap_mb: int | None
    status: PurchaseStatus
    starts_at: datetime | None
    ends_at: datetime | None


@dataclass(frozen=True, slots=True)
class Held:
    """What a customer has of all that was bought: what serves them `now`, and what waits for its
    end, the first one first. `left_mb` is of the cap of what serves them."""

    now: PurchaseView | None
    waiting: tuple[PurchaseView, ...]
    left_mb: int | None
    ordered: PurchaseView | None
    username: str
    password: str | None
