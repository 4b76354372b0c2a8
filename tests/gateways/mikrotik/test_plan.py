"""What must change on a router: for each kind of service, and never more than that."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.network import limits
from domain.ports import access
from domain.ports.access import Desired, Drift, Plan, Step, Wanted
from gateways.mikrotik import reading
from gateways.mikrotik.plan import difference, merged
from gateways.mikrotik.reading import Terms
from gateways.mikrotik.rows import (
    AddEntry,
    Change,
    DropSessions,
    ListEntry,
    Profile,
    RemoveEntries,
    Secret,
    Session,
    SetSecrets,
    Snapshot,
)

LISTING = Terms("suspended", "suspended")
DROPPING = Terms("suspended", "suspended", drop_sessions=True)
AT = "10.0.0.7"


def state(active: bool) -> Desired:
    return Desired.ACTIVE if active else Desired.SUSPENDED


def changes_of(plan: Plan) -> list[Change]:
    """All that it moves, as it is sent."""
    return merged(step for move in plan.moves.values() for step in (*move.first, *move.then))


def ids_of(steps: Sequence[Step]) -> list[str]:
    """The entries that the steps take out."""
    return [number for step in steps for number in step.act.ids]


def pppoe(*, active: bool, settled: bool = False) -> Wanted:
    return Wanted(7, "pppoe", "rahim", "", state(active), "10M", settled)


def static(*, active: bool, settled: bool = False) -> Wanted:
    return Wanted(7, "static", "", AT, state(active), "10M", settled)


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
    plan = difference(snapshot, [pppoe(active=False)], terms)

    assert changes_of(plan) == changes
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
    plan = difference(snapshot, [pppoe(active=True)], LISTING)

    assert changes_of(plan) == changes
    assert plan.confirmed == (set() if changes else {7})


def test_a_session_set_up_under_the_package_is_not_dropped_on_reconnection() -> None:
    plan = difference(shown("suspended", ours()), [pppoe(active=True)], LISTING)

    assert not any(isinstance(change, DropSessions) for change in changes_of(plan))


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
    plan = difference(Snapshot([], [], entries), [static(active=active)], DROPPING)

    assert changes_of(plan) == changes
    assert (7 in plan.seen) == (not changes)


def test_a_foreign_entry_is_never_touched_and_is_told() -> None:
    wanted = [static(active=True, settled=True)]
    plan = difference(Snapshot([], [], [foreign()]), wanted, LISTING)

    assert changes_of(plan) == []
    assert plan.confirmed == set()
    assert plan.troubles == {7: f"foreign-entry: {AT} ({foreign().comment})"}
    assert plan.drift == {Drift.HELD: [AT]}


def test_a_missing_secret_is_told_and_never_confirmed_for_who_has_paid() -> None:
    plan = difference(Snapshot([], [], []), [pppoe(active=True, settled=True)], LISTING)

    assert (changes_of(plan), plan.confirmed) == ([], set())
    assert plan.troubles == {7: "secret-missing"}
    assert plan.drift == {Drift.MISSING: ["rahim"]}


def test_whose_secret_is_missing_is_not_said_to_be_held() -> None:
    plan = difference(Snapshot([], [], []), [pppoe(active=False)], LISTING)

    assert (changes_of(plan), plan.confirmed) == ([], set())
    assert plan.troubles == {7: "secret-missing"}


def test_of_a_customer_who_has_left_no_secret_need_be_there() -> None:
    left = replace(pppoe(active=False), state=Desired.ABSENT)

    assert difference(Snapshot([], [], []), [left], LISTING).confirmed == {7}


@pytest.mark.parametrize("active", [True, False])
@pytest.mark.parametrize("connection", ["pppoe", "static", "dhcp", "hotspot"])
def test_without_a_name_or_an_address_nothing_is_changed_or_confirmed(
    connection: str, active: bool
) -> None:
    ip = AT if connection == "hotspot" else ""
    row = access.wanted(7, connection, "", ip, state=state(active), rate="10M")
    plan = difference(Snapshot([], [], []), [row], LISTING)

    assert (changes_of(plan), plan.confirmed, plan.troubles) == ([], set(), {7: "nameless"})


def test_unknown_secrets_are_listed_and_left_alone() -> None:
    stranger = Secret("*9", "stranger", "10M", disabled=False)
    snapshot = Snapshot([stranger], [Session("*A9", "stranger", AT)], [])

    plan = difference(snapshot, [], LISTING)

    assert (plan.drift[Drift.UNKNOWN], changes_of(plan)) == (["stranger"], [])


def test_an_entry_goes_when_the_customer_has_left_the_address() -> None:
    moved = shown("suspended", dynamic("172.16.0.9"), ours(AT), address="172.16.0.9")
    row = pppoe(active=False, settled=True)

    whole = difference(moved, [row], LISTING)
    part = difference(moved, [row], LISTING, whole=False)

    assert changes_of(whole) == []
    assert (ids_of(whole.strays), whole.orphans, whole.by_hand) == (["*E1"], 0, 0)
    assert ids_of(part.strays) == []


def test_an_entry_of_a_customer_without_a_session_stays_while_sessions_are_in_doubt() -> None:
    offline = shown("suspended", ours(), online=False)
    row = pppoe(active=False)

    assert ids_of(difference(offline, [row], LISTING).strays) == ["*E1"]
    assert ids_of(difference(offline, [row], LISTING, sessions_whole=False).strays) == []


def test_an_entry_for_nobody_of_this_router_counts_as_a_change_of_somebody() -> None:
    plan = difference(Snapshot([], [], [ours(customer_id=99)]), [], LISTING)

    assert (ids_of(plan.strays), plan.orphans, plan.by_hand) == (["*E1"], 1, 1)


def test_an_address_of_a_paid_customer_is_not_listed_for_another() -> None:
    paid = Wanted(8, "static", "", AT, Desired.ACTIVE, "10M", settled=True)
    plan = difference(Snapshot([], [], []), [static(active=False), paid], LISTING)

    assert changes_of(plan) == []
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
    plan = difference(snapshot, [row], LISTING)

    assert plan.drift == {drift: [row.label]}
    assert plan.by_hand == 1


def test_a_wish_that_is_not_done_yet_is_no_drift() -> None:
    plan = difference(shown(), [pppoe(active=False)], LISTING)

    assert (plan.drift, plan.by_hand) == ({}, 0)


def test_a_new_session_of_the_suspended_is_followed_without_a_word() -> None:
    plan = difference(shown("suspended"), [pppoe(active=False, settled=True)], LISTING)

    assert (changes_of(plan), plan.drift, plan.by_hand) == ([LISTED], {}, 0)


def test_live_sessions_are_left_alone_where_the_secret_was_refused() -> None:
    plan = difference(shown(), [pppoe(active=False)], DROPPING)

    (step,) = plan.moves[7].first
    assert (step.act, step.vital) == (HELD, True)
    assert [step.act for step in plan.moves[7].then] == [DropSessions(("*A1",))]


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
        Wanted(number, "pppoe", name, "", state(draw(st.booleans())), "10M", draw(st.booleans()))
        for number, name in enumerate(names)
    ]
    return Snapshot(secrets, sessions, entries), wanted, draw(st.sampled_from([LISTING, DROPPING]))


@given(routers())
def test_only_what_is_ours_is_touched(
    given_: tuple[Snapshot, list[Wanted], Terms],
) -> None:
    snapshot, wanted, terms = given_
    plan = difference(snapshot, wanted, terms)
    removable = {entry.id for entry in snapshot.entries if reading.owner_of(entry) is not None}
    removed = {
        number
        for change in changes_of(plan)
        if isinstance(change, RemoveEntries)
        for number in change.ids
    }
    assert removed | set(ids_of(plan.strays)) <= removable
    assert not removed & set(ids_of(plan.strays))
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

    plan = difference(snapshot, [pppoe(active=True)], LISTING)

    assert changes_of(plan) == ([DropSessions(("*A1",))] if dropped else [])


def test_a_tunnel_of_the_same_name_is_none_of_the_customers() -> None:
    tunnel = Secret("*9", "rahim", "vpn", disabled=True, service="l2tp")
    dialled = Session("*A9", "rahim", "10.9.0.9", service="l2tp")
    before = shown("10M")
    secret = replace(before.secrets[0], service="pppoe")
    snapshot = Snapshot([secret, tunnel], [*before.sessions, dialled], [])

    assert changes_of(difference(snapshot, [pppoe(active=True)], LISTING)) == []
    plan = difference(snapshot, [pppoe(active=False)], LISTING)
    assert changes_of(plan) == [HELD, LISTED]
