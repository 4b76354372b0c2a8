"""What must change on a router: for each kind of service, and never more than that."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.network import limits
from domain.network.states import Drift
from domain.ports import (
    AddEntry,
    DropSessions,
    ListEntry,
    Profile,
    RemoveEntries,
    Secret,
    Session,
    SetSecrets,
    Snapshot,
)
from gateways.mikrotik import plan as rules
from gateways.mikrotik import reading
from gateways.mikrotik.reading import Terms, Wanted

LISTING = Terms("suspended", "suspended")
DROPPING = Terms("suspended", "suspended", drop_sessions=True)
AT = "10.0.0.7"


def pppoe(*, active: bool, settled: bool = False) -> Wanted:
    return Wanted(7, "rahim", "", active, "10M", settled)


def static(*, active: bool, settled: bool = False) -> Wanted:
    return Wanted(7, "", AT, active, "10M", settled)


def shown(
    profile: str = "10M",
    *entries: ListEntry,
    disabled: bool = False,
    online: bool = True,
    address: str = AT,
) -> Snapshot:
    sessions = [Session("*A1", "rahim", address)] if online else []
    return Snapshot([Secret("*1", "rahim", profile, disabled)], sessions, entries)


def ours(address: str = AT, customer_id: int = 7, number: str = "*E1") -> ListEntry:
    return ListEntry(number, "suspended", address, f"netkhata:{customer_id}")


def dynamic(address: str = AT) -> ListEntry:
    return ListEntry("*D1", "suspended", address, "", dynamic=True)


def foreign(address: str = AT) -> ListEntry:
    return ListEntry("*F1", "suspended", address, "put here by hand")


HELD = SetSecrets(("*1",), "suspended", enable=False)
LISTED = AddEntry("suspended", AT, "netkhata:7")


@pytest.mark.parametrize(
    ("terms", "snapshot", "changes"),
    [
        (LISTING, shown(), [HELD, LISTED]),
        (LISTING, shown(online=False), [HELD]),
        (LISTING, shown("suspended"), [LISTED]),
        (LISTING, shown("suspended", ours()), []),
        (LISTING, shown("suspended", dynamic()), []),
        (LISTING, shown("suspended", foreign()), []),
        (LISTING, shown("suspended", disabled=True, online=False), []),
        (DROPPING, shown(), [HELD, DropSessions(("*A1",))]),
        (DROPPING, shown("suspended", dynamic()), []),
        (DROPPING, shown("suspended"), [LISTED]),
    ],
)
def test_suspending_a_pppoe_service(
    terms: Terms, snapshot: Snapshot, changes: list[object]
) -> None:
    plan = rules.difference(snapshot, [pppoe(active=False)], terms)

    assert plan.changes == changes
    assert plan.confirmed == (set() if changes else {7})


@pytest.mark.parametrize(
    ("snapshot", "changes"),
    [
        (shown(), []),
        (shown("suspended", ours()), [RemoveEntries(("*E1",)), SetSecrets(("*1",), "10M")]),
        (
            shown("suspended", dynamic()),
            [SetSecrets(("*1",), "10M"), DropSessions(("*A1",))],
        ),
        (shown("10M", dynamic()), [DropSessions(("*A1",))]),
        (shown("10M", ours()), [RemoveEntries(("*E1",))]),
        (shown("20M"), [SetSecrets(("*1",), "10M")]),
        (shown(disabled=True, online=False), [SetSecrets(("*1",), "10M")]),
        (shown("10M", ours(customer_id=8)), [RemoveEntries(("*E1",))]),
        (shown("10M", ours(), address="10.0.0.9"), [RemoveEntries(("*E1",))]),
    ],
)
def test_reconnecting_a_pppoe_service(snapshot: Snapshot, changes: list[object]) -> None:
    plan = rules.difference(snapshot, [pppoe(active=True)], LISTING)

    assert plan.changes == changes
    assert plan.confirmed == (set() if changes else {7})


def test_a_session_set_up_under_the_package_is_not_dropped_on_reconnection() -> None:
    plan = rules.difference(shown("suspended", ours()), [pppoe(active=True)], LISTING)

    assert not any(isinstance(change, DropSessions) for change in plan.changes)


@pytest.mark.parametrize(
    ("active", "entries", "changes"),
    [
        (False, [], [LISTED]),
        (False, [ours()], []),
        (False, [foreign()], []),
        (True, [ours()], [RemoveEntries(("*E1",))]),
        (True, [], []),
    ],
)
def test_a_static_address_is_only_listed(
    active: bool, entries: list[ListEntry], changes: list[object]
) -> None:
    plan = rules.difference(Snapshot([], [], entries), [static(active=active)], DROPPING)

    assert plan.changes == changes
    assert (7 in plan.seen) == (not changes)


def test_a_foreign_entry_is_never_touched_and_is_told() -> None:
    wanted = [static(active=True, settled=True)]
    plan = rules.difference(Snapshot([], [], [foreign()]), wanted, LISTING)

    assert plan.changes == []
    assert plan.confirmed == set()
    assert plan.troubles == {7: f"foreign-entry: {AT} ({foreign().comment})"}
    assert plan.drift == {Drift.HELD: [AT]}


def test_a_missing_secret_is_told_and_never_confirmed_for_who_has_paid() -> None:
    plan = rules.difference(Snapshot([], [], []), [pppoe(active=True, settled=True)], LISTING)

    assert (plan.changes, plan.confirmed) == ([], set())
    assert plan.troubles == {7: "secret-missing"}
    assert plan.drift == {Drift.MISSING: ["rahim"]}


def test_whose_secret_is_missing_is_not_said_to_be_held() -> None:
    plan = rules.difference(Snapshot([], [], []), [pppoe(active=False)], LISTING)

    assert (plan.changes, plan.confirmed) == ([], set())
    assert plan.troubles == {7: "secret-missing"}


def test_of_a_customer_who_has_left_no_secret_need_be_there() -> None:
    left = replace(pppoe(active=False), absent=True)

    assert rules.difference(Snapshot([], [], []), [left], LISTING).confirmed == {7}


@pytest.mark.parametrize("active", [True, False])
@pytest.mark.parametrize("connection", ["pppoe", "static", "dhcp", "hotspot"])
def test_without_a_name_or_an_address_nothing_is_changed_or_confirmed(
    connection: str, active: bool
) -> None:
    ip = AT if connection == "hotspot" else ""
    row = reading.wanted(7, connection, "", ip, active=active, profile="10M")
    plan = rules.difference(Snapshot([], [], []), [row], LISTING)

    assert (plan.changes, plan.confirmed, plan.troubles) == ([], set(), {7: "nameless"})


def test_unknown_secrets_are_listed_and_left_alone() -> None:
    stranger = Secret("*9", "stranger", "10M", disabled=False)
    snapshot = Snapshot([stranger], [Session("*A9", "stranger", AT)], [])

    plan = rules.difference(snapshot, [], LISTING)

    assert (plan.unknown, plan.changes) == (["stranger"], [])


def test_an_entry_goes_when_the_customer_has_left_the_address() -> None:
    moved = shown("suspended", dynamic("172.16.0.9"), ours(AT), address="172.16.0.9")
    row = pppoe(active=False, settled=True)

    whole = rules.difference(moved, [row], LISTING)
    part = rules.difference(moved, [row], LISTING, whole=False)

    assert whole.changes == []
    assert (whole.strays, whole.orphans, whole.by_hand) == (["*E1"], 0, 0)
    assert part.strays == []


def test_an_entry_of_a_customer_without_a_session_stays_while_sessions_are_in_doubt() -> None:
    offline = shown("suspended", ours(), online=False)
    row = pppoe(active=False)

    assert rules.difference(offline, [row], LISTING).strays == ["*E1"]
    assert rules.difference(offline, [row], LISTING, sessions_whole=False).strays == []


def test_an_entry_for_nobody_of_this_router_counts_as_a_change_of_somebody() -> None:
    plan = rules.difference(Snapshot([], [], [ours(customer_id=99)]), [], LISTING)

    assert (plan.strays, plan.orphans, plan.by_hand) == (["*E1"], 1, 1)


def test_an_address_of_a_paid_customer_is_not_listed_for_another() -> None:
    paid = Wanted(8, "", AT, True, "10M", settled=True)
    plan = rules.difference(Snapshot([], [], []), [static(active=False), paid], LISTING)

    assert plan.changes == []
    assert plan.troubles == {7: "address-clash"}
    assert plan.drift == {Drift.CLASH: [AT]}


@pytest.mark.parametrize(
    ("row", "snapshot", "drift"),
    [
        (pppoe(active=False, settled=True), shown(), Drift.FREE),
        (static(active=False, settled=True), Snapshot([], [], []), Drift.FREE),
        (pppoe(active=True, settled=True), shown("suspended"), Drift.HELD),
        (pppoe(active=True, settled=True), shown(disabled=True), Drift.HELD),
        (pppoe(active=True, settled=True), shown("20M"), Drift.PROFILE),
    ],
)
def test_what_was_changed_by_hand_is_told(row: Wanted, snapshot: Snapshot, drift: Drift) -> None:
    plan = rules.difference(snapshot, [row], LISTING)

    assert plan.drift == {drift: [row.label]}
    assert plan.by_hand == 1


def test_a_wish_that_is_not_done_yet_is_no_drift() -> None:
    plan = rules.difference(shown(), [pppoe(active=False)], LISTING)

    assert (plan.drift, plan.by_hand) == ({}, 0)


def test_a_new_session_of_the_suspended_is_followed_without_a_word() -> None:
    plan = rules.difference(shown("suspended"), [pppoe(active=False, settled=True)], LISTING)

    assert (plan.changes, plan.drift, plan.by_hand) == ([LISTED], {}, 0)


def test_live_sessions_are_left_alone_where_the_secret_was_refused() -> None:
    plan = rules.difference(shown(), [pppoe(active=False)], DROPPING)

    assert list(plan.then([7], failed=["*1"])) == []


@pytest.mark.parametrize(
    ("secrets", "last", "expected", "plausible"),
    [(80, 100, 90, True), (79, 100, 90, False), (0, 0, 5, False), (0, 0, 0, True), (5, 0, 5, True)],
)
def test_a_read_is_believed_unless_much_is_gone(
    secrets: int, last: int, expected: int, plausible: bool
) -> None:
    assert limits.is_plausible(secrets, last, expected) is plausible


@pytest.mark.parametrize(
    ("changed", "customers", "mass"),
    [(2, 20, False), (3, 20, True), (11, 220, False), (12, 220, True), (0, 0, False)],
)
def test_many_changes_at_once_are_for_a_person(changed: int, customers: int, mass: bool) -> None:
    assert limits.is_mass(changed, customers) is mass


@st.composite
def routers(draw: st.DrawFn) -> tuple[Snapshot, list[Wanted], Terms]:
    """A router in any state and customers with any wish."""
    names = [f"u{number}" for number in range(draw(st.integers(1, 6)))]
    profiles = st.sampled_from(["10M", "20M", "suspended"])
    secrets = [
        Secret(f"*{number}", name, draw(profiles), draw(st.booleans()))
        for number, name in enumerate(names)
        if draw(st.booleans())
    ]
    sessions = [
        Session(f"*A{number}", name, f"10.0.0.{number}")
        for number, name in enumerate(names)
        if draw(st.booleans())
    ]
    comments = st.sampled_from(["", "by hand", "netkhata:0", "netkhata:3", "netkhata:99"])
    entries = [
        ListEntry(f"*E{n}", "suspended", f"10.0.0.{n}", draw(comments), draw(st.booleans()))
        for n in draw(st.sets(st.integers(0, 8)))
    ]
    wanted = [
        Wanted(number, name, "", draw(st.booleans()), "10M", draw(st.booleans()))
        for number, name in enumerate(names)
    ]
    return Snapshot(secrets, sessions, entries), wanted, draw(st.sampled_from([LISTING, DROPPING]))


@given(routers())
def test_only_what_is_ours_is_touched(
    given_: tuple[Snapshot, list[Wanted], Terms],
) -> None:
    snapshot, wanted, terms = given_
    plan = rules.difference(snapshot, wanted, terms)
    removable = {entry.id for entry in snapshot.entries if reading.owner_of(entry) is not None}
    removed = {
        number
        for change in plan.changes
        if isinstance(change, RemoveEntries)
        for number in change.ids
    }
    assert removed | set(plan.strays) <= removable
    assert not removed & set(plan.strays)
    assert not plan.confirmed & (plan.moves.keys() | plan.troubles.keys())
    assert plan.confirmed | plan.moves.keys() | plan.troubles.keys() == {
        row.customer_id for row in wanted
    }


HOMES = Profile("10M", "", ((0x0A000001, 0x0A0000FF),))  # 10.0.0.1 to 10.0.0.255
WAITING = Profile("suspended", "", ((0xAC1F0001, 0xAC1F00FF),))  # 172.31.0.1 to 172.31.0.255
IN_POOL = "172.31.0.7"


@pytest.mark.parametrize(
    ("address", "own", "profiles", "dropped"),
    [
        (IN_POOL, "", (HOMES, WAITING), True),
        (IN_POOL, "", (WAITING,), True),
        (AT, "", (HOMES, WAITING), False),
        (IN_POOL, IN_POOL, (HOMES, WAITING), False),
        (IN_POOL, "", (replace(WAITING, name="10M"), WAITING), False),
        (IN_POOL, "", (), False),
    ],
)
def test_a_session_with_an_address_of_the_suspended_profile_is_dropped_to_be_paid(
    address: str, own: str, profiles: tuple[Profile, ...], dropped: bool
) -> None:
    secret = Secret("*1", "rahim", "10M", disabled=False, address=own)
    snapshot = Snapshot([secret], [Session("*A1", "rahim", address)], [], profiles)

    plan = rules.difference(snapshot, [pppoe(active=True)], LISTING)

    assert plan.changes == ([DropSessions(("*A1",))] if dropped else [])


def test_a_tunnel_of_the_same_name_is_none_of_the_customers() -> None:
    tunnel = Secret("*9", "rahim", "vpn", disabled=True, service="l2tp")
    dialled = Session("*A9", "rahim", "10.9.0.9", service="l2tp")
    before = shown("10M")
    secret = replace(before.secrets[0], service="pppoe")
    snapshot = Snapshot([secret, tunnel], [*before.sessions, dialled], [])

    assert rules.difference(snapshot, [pppoe(active=True)], LISTING).changes == []
    plan = rules.difference(snapshot, [pppoe(active=False)], LISTING)
    assert plan.changes == [HELD, LISTED]
