"""Who speaks to us and in what right: a member of staff, or a customer for themselves."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from domain.errors import RightLacking
from domain.staff.rights import Actor


class Side(StrEnum):
    """On which side of the counter somebody stands."""

    STAFF = "staff"
    CUSTOMER = "customer"


@dataclass(frozen=True, slots=True)
class CustomerSelf:
    """A customer who speaks for themselves: recognised anew for every act, never kept.

    A number may be that of several customers: it speaks for all of them, and the first is the one
    who is spoken to. No right of staff is ever theirs.
    """

    customer_ids: tuple[int, ...]
    name: str
    operator_id: int
    language: str
    currency: str = "BDT"
    timezone: str = "Asia/Dhaka"
    region: str = "BD"

    @property
    def key(self) -> str:
        """To whom one-use tokens, cards and half-filled flows belong."""
        return f"customer:{self.customer_ids[0]}"

    def can(self, right: str) -> bool:
        """Rights are for staff."""
        return False

    def require(self, right: str) -> None:
        """Raise `RightLacking`."""
        raise RightLacking(right=right)


Principal = Actor | CustomerSelf


def side_of(principal: Principal) -> Side:
    """What is for staff is never reached by a customer, and the other way round."""
    return Side.CUSTOMER if isinstance(principal, CustomerSelf) else Side.STAFF
