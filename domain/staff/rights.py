"""Who may do what: named rights, roles as sets of them, and the subtree and zones they reach.

Denied by default: a right that no line here gives is nobody's, and a role without limits may
nothing that is limited.
"""

from __future__ import annotations

from dataclasses import dataclass

from domain.errors import RightLacking
from domain.staff.models import Role

EVERY_RIGHT = frozenset(
    {
        "customer.see", "customer.edit", "customer.suspend", "link.send",
        "payment.record", "payment.undo", "payment.reverse", "payment.verify",
        "bill.see", "bill.run", "summary.see", "amount.see", "bulk.approve",
        "broadcast.compose", "broadcast.approve", "broadcast.approve_own",
        "message.see", "message.send", "router.see", "router.manage",
        "staff.invite", "staff.remove", "group.bind", "gateway.manage", "audit.see",
        "operator.manage", "catalog.manage", "voucher.make", "voucher.see", "voucher.redeem",
    }
)  # fmt: skip
_OFFICE = frozenset(
    {
        "customer.see", "customer.edit", "customer.suspend", "link.send",
        "payment.record", "payment.undo", "payment.verify",
        "bill.see", "bill.run", "summary.see", "amount.see",
        "broadcast.compose", "message.see", "message.send", "router.see",
        "voucher.see", "voucher.redeem",
    }
)  # fmt: skip
RIGHTS: dict[Role, frozenset[str]] = {
    Role.ADMIN: EVERY_RIGHT,
    Role.OPERATOR: _OFFICE | {"broadcast.approve", "bulk.approve", "gateway.manage", "audit.see"},
    Role.MANAGER: _OFFICE,
    Role.COLLECTOR: frozenset(
        {
            "customer.see", "link.send", "payment.record", "payment.undo",
            "bill.see", "amount.see", "voucher.redeem",
        }
    ),
    Role.NOC: frozenset({"customer.see", "router.see", "router.manage"}),
    Role.SUPPORT: frozenset(
        {
            "customer.see", "customer.edit", "link.send", "bill.see", "amount.see",
            "broadcast.compose", "message.see", "message.send", "router.see",
        }
    ),
    Role.ACCOUNTANT: frozenset(
        {
            "customer.see", "link.send", "payment.record", "payment.undo", "payment.verify",
            "bill.see", "summary.see", "amount.see", "voucher.see", "voucher.redeem",
        }
    ),
    Role.DISTRIBUTOR: frozenset({"voucher.see"}),
}  # fmt: skip

# What a role may do alone; beyond it somebody else approves. None is without limit, absent is 0.
LIMITS: dict[str, dict[Role, int | None]] = {
    "broadcast.recipients": {
        Role.ADMIN: 100,
        Role.OPERATOR: 100,
        Role.MANAGER: 50,
        Role.SUPPORT: 10,
    },
    "payment.amount": {  # minor units in one payment
        Role.ADMIN: None,
        Role.OPERATOR: None,
        Role.MANAGER: None,
        Role.ACCOUNTANT: None,
        Role.COLLECTOR: 5_000_000,
    },
    "bulk.amount": {  # minor units of all that is recorded, or taken back, at once
        Role.ADMIN: None,
        Role.OPERATOR: 20_000_000,
        Role.MANAGER: 10_000_000,
        Role.ACCOUNTANT: 10_000_000,
        Role.COLLECTOR: 5_000_000,
    },
}
GIVEN = tuple(role for role in Role if RIGHTS[role])  # those that may do something


def key_of(staff_id: int | None) -> str:
    """What belongs to a member of staff is kept under this; empty for no person."""
    return "" if staff_id is None else f"staff:{staff_id}"


@dataclass(frozen=True, slots=True)
class Actor:
    """Whoever acts, as rights see them: read anew for every act, never kept.

    `path` is the operator's place in the tree (`/1/4/`); `zone_ids` None is every zone of it.
    """

    staff_id: int | None
    name: str
    role: Role | None
    operator_id: int
    path: str
    zone_ids: tuple[int, ...] | None = None
    language: str = "en"
    telegram_id: int | None = None
    currency: str = "BDT"
    timezone: str = "Asia/Dhaka"
    region: str = "BD"

    @property
    def key(self) -> str:
        """To whom one-use tokens, cards and half-filled flows belong; empty for no person."""
        return key_of(self.staff_id)

    def can(self, right: str) -> bool:
        """Whether the act is this person's to do; a right that nobody named is nobody's."""
        if right not in EVERY_RIGHT:
            return False
        return self is SYSTEM or (self.role is not None and right in RIGHTS[self.role])

    def require(self, right: str) -> None:
        """Raise `RightLacking` unless the act is this person's to do."""
        if not self.can(right):
            raise RightLacking(right=right)

    @property
    def is_at_root(self) -> bool:
        """Whether their subtree is the whole tree."""
        return self.path.count("/") <= 2

    def sees(self, operator_path: str) -> bool:
        """Whether what belongs to the operator of that path is in this person's subtree."""
        return bool(operator_path) and operator_path.startswith(self.path)

    def sees_zone(self, zone_id: int | None) -> bool:
        """Whether the zone is one of theirs; customers without one are the unlimited's alone."""
        return self.zone_ids is None or zone_id in self.zone_ids

    def limit(self, name: str) -> int | None:
        """How much they may do alone; None is without limit."""
        if self is SYSTEM:
            return None
        return LIMITS[name].get(self.role, 0) if self.role is not None else 0


SYSTEM = Actor(staff_id=None, name="system", role=None, operator_id=0, path="/")
