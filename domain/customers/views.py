"""What a person may choose among, as it was when it was read."""

from __future__ import annotations

from dataclasses import dataclass


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
