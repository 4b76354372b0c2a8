"""Rights are denied by default; the matrix here is a second look at what each role may do."""

from __future__ import annotations

from dataclasses import replace

import pytest

from domain.errors import RightLacking
from domain.staff.models import Role
from domain.staff.rights import EVERY_RIGHT, LIMITS, RIGHTS, SYSTEM, Actor

# One letter a role: Admin, Operator, Manager, Collector, Noc, Support, acc-o-Untant, Distributor.
LETTERS = dict(zip("AOMCNSUD", Role, strict=True))
MATRIX = {
    "customer.see": "AOMCNSU",
    "customer.edit": "AOMS",
    "customer.suspend": "AOM",
    "link.send": "AOMCSU",
    "payment.record": "AOMCU",
    "payment.undo": "AOMCU",
    "payment.reverse": "A",
    "payment.verify": "AOMU",
    "bill.see": "AOMCSU",
    "bill.run": "AOM",
    "summary.see": "AOMU",
    "amount.see": "AOMCSU",
    "broadcast.compose": "AOMS",
    "broadcast.approve": "AO",
    "broadcast.approve_own": "A",
    "bulk.approve": "AO",
    "message.see": "AOMS",
    "message.send": "AOMS",
    "router.see": "AOMNS",
    "router.manage": "AN",
    "staff.invite": "A",
    "staff.remove": "A",
    "group.bind": "A",
    "gateway.manage": "AO",
    "audit.see": "AO",
    "operator.manage": "A",
    "catalog.manage": "A",
    "voucher.make": "A",
    "voucher.see": "AOMUD",
    "voucher.redeem": "AOMCU",
}


def someone(role: Role | None, **values: object) -> Actor:
    return replace(Actor(7, "Somebody", role, 4, "/1/4/"), **values)  # type: ignore[arg-type]


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("right", sorted(EVERY_RIGHT))
def test_a_role_has_the_rights_of_the_matrix_and_no_other(role: Role, right: str) -> None:
    assert someone(role).can(right) is (role in [LETTERS[letter] for letter in MATRIX[right]])


def test_every_role_stands_in_the_table_and_every_right_in_the_matrix() -> None:
    assert set(RIGHTS) == set(Role)
    assert set(MATRIX) == EVERY_RIGHT


@pytest.mark.parametrize("right", ["", "customer", "payment.recordd", "*"])
def test_a_right_that_nobody_named_is_nobodys(right: str) -> None:
    assert not someone(Role.ADMIN).can(right)
    assert not SYSTEM.can(right)


def test_who_has_no_role_may_nothing() -> None:
    assert not any(someone(None).can(right) for right in EVERY_RIGHT)
    assert all(SYSTEM.can(right) for right in EVERY_RIGHT)


def test_a_made_up_system_actor_is_not_the_system() -> None:
    forged = replace(SYSTEM, name="system")

    assert not forged.can("payment.reverse")


def test_what_is_lacking_is_named() -> None:
    with pytest.raises(RightLacking) as refused:
        someone(Role.NOC).require("amount.see")

    assert refused.value.values == {"right": "amount.see"}


@pytest.mark.parametrize(
    ("path", "seen"),
    [("/1/4/", True), ("/1/4/9/", True), ("/1/", False), ("/1/5/", False), ("/1/45/", False)],
)
def test_sight_ends_at_the_subtree(path: str, seen: bool) -> None:
    assert someone(Role.OPERATOR).sees(path) is seen


def test_an_operator_without_a_place_is_seen_by_nobody() -> None:
    assert not SYSTEM.sees("")


def test_sight_ends_at_the_zones_where_there_are_some() -> None:
    limited = someone(Role.COLLECTOR, zone_ids=(3,))

    assert limited.sees_zone(3)
    assert not limited.sees_zone(4)
    assert not limited.sees_zone(None)
    assert someone(Role.MANAGER).sees_zone(None)


def test_a_limit_that_a_role_lacks_is_zero() -> None:
    assert someone(Role.NOC).limit("broadcast.recipients") == 0
    assert someone(None).limit("payment.amount") == 0
    assert SYSTEM.limit("broadcast.recipients") is None
    assert all(set(by_role) <= set(Role) for by_role in LIMITS.values())
