"""What must change on a router, computed from what it shows and what is wanted: no I/O here.

Only what is known is touched: secrets and sessions of customers' own names, and list entries
that carry our mark. That a session was set up under the suspended profile is told by a dynamic
entry in the suspended list, or by an address that only this profile gives.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from domain.network.states import Drift
from domain.ports import (
    AddEntry,
    Change,
    DropSessions,
    ListEntry,
    RemoveEntries,
    SetSecrets,
    Snapshot,
)
from gateways.mikrotik.reading import Shown, Terms, Wanted, mark, owner_of

FOREIGN = "foreign-entry"
WAITS = "waits"  # for a person: many were changed on the router by hand


@dataclass(slots=True)
class Move:
    """The changes that one customer's service needs, by ids of the snapshot."""

    profile: str = ""
    enable: bool = False
    secrets: list[str] = field(default_factory=list)
    remove: list[str] = field(default_factory=list)
    add: list[str] = field(default_factory=list)
    drop: list[str] = field(default_factory=list)
    drift: Drift | None = None
    by_hand: bool = False  # somebody changed it on the router, it does not follow a new session

    def __bool__(self) -> bool:
        return bool(self.secrets or self.remove or self.add or self.drop)


@dataclass(slots=True)
class Plan:
    """What a router needs, and what it already has.

    `strays` are entries of ours that hold nobody who should be held, `orphans` those of them
    whose customer is not on this router at all. `confirmed` customers have what is desired,
    `seen` ones use it now. `held_at` are the addresses of held customers' sessions. `troubles`
    names why no change of ours can help; `held_by` the entry that holds who should be online.
    """

    terms: Terms
    moves: dict[int, Move] = field(default_factory=dict)
    strays: list[str] = field(default_factory=list)
    orphans: int = 0
    drift: dict[Drift, list[str]] = field(default_factory=dict)
    confirmed: set[int] = field(default_factory=set)
    seen: set[int] = field(default_factory=set)
    held_at: dict[int, str] = field(default_factory=dict)
    troubles: dict[int, str] = field(default_factory=dict)
    held_by: dict[str, str] = field(default_factory=dict)

    @property
    def changes(self) -> list[Change]:
        """Everything to be done, in order."""
        return [*self.first(self.moves), *self.then(self.moves)]

    @property
    def unknown(self) -> list[str]:
        """Secrets that no customer has; they are listed and never deleted."""
        return self.drift.get(Drift.UNKNOWN, [])

    @property
    def by_hand(self) -> int:
        """How many customers' services somebody changed on the router."""
        return sum(move.by_hand for move in self.moves.values()) + self.orphans

    def hold(self, row: Wanted, entry: ListEntry) -> None:
        """The customer is held by an entry that is not ours to take out."""
        told = f"{entry.address} ({entry.comment})" if entry.comment else entry.address
        self.troubles[row.customer_id] = f"{FOREIGN}: {told}"
        self.held_by[row.label] = told

    def note(self, kind: Drift, label: str) -> None:
        self.drift.setdefault(kind, []).append(label)

    def first(self, customer_ids: Iterable[int]) -> Iterator[Change]:
        """Secrets and what frees: all answered before anything of `then` is sent."""
        profiles: dict[tuple[str, bool], list[str]] = {}
        remove: list[str] = []
        for customer_id in customer_ids:
            move = self.moves[customer_id]
            remove += move.remove
            if move.secrets:
                profiles.setdefault((move.profile, move.enable), []).extend(move.secrets)
        if remove:
            yield RemoveEntries(tuple(remove))
        for (profile, enable), ids in profiles.items():
            yield SetSecrets(tuple(ids), profile, enable)

    def then(self, customer_ids: Iterable[int], failed: Iterable[str] = ()) -> Iterator[Change]:
        """What takes hold of live sessions; not where the secret is among the `failed` ids."""
        refused = set(failed)
        drop: list[str] = []
        for customer_id in customer_ids:
            move = self.moves[customer_id]
            if refused.isdisjoint(move.secrets):
                drop += move.drop
                for address in move.add:
                    yield AddEntry(self.terms.suspended_list, address, mark(customer_id))
        if drop:
            yield DropSessions(tuple(drop))


def difference(
    snapshot: Snapshot,
    wanted: Sequence[Wanted],
    terms: Terms,
    *,
    whole: bool = True,
    sessions_whole: bool = True,
) -> Plan:
    """What differs. `whole` says that both sides are all there is on the router.

    Without it strays and unknown secrets are left alone. Where `sessions_whole` is in doubt, the
    entry of a customer without a session stays.
    """
    shown, plan = Shown(snapshot, wanted, terms), Plan(terms)
    for row in wanted:
        if row.given:
            plan.confirmed.add(row.customer_id)
            continue
        if not row.label:
            plan.troubles[row.customer_id] = "nameless"
            continue
        move = _reconnect(row, shown, plan) if row.active else _suspend(row, shown, plan)
        if move:
            plan.moves[row.customer_id] = move
        elif row.customer_id not in plan.troubles:
            plan.confirmed.add(row.customer_id)
            if shown.places(row):
                plan.seen.add(row.customer_id)
    if whole:
        known = {row.name for row in wanted}
        _strays(wanted, known, shown, plan, sessions_whole)
        for name in shown.names:
            if name not in known:
                plan.note(Drift.UNKNOWN, name)
    return plan


def is_held(snapshot: Snapshot, row: Wanted, terms: Terms) -> bool:
    """Whether an entry of the suspended list, whosever it is, holds the customer now."""
    shown = Shown(snapshot, [row], terms)
    return any(shown.over(address) for address, _ in shown.places(row))


def _suspend(row: Wanted, shown: Shown, plan: Plan) -> Move:
    terms = plan.terms
    move = Move(profile=terms.suspended_profile)
    secrets = shown.secrets(row)
    move.secrets = [each.id for each in secrets if each.profile != terms.suspended_profile]
    for address, session in shown.places(row):
        if session is not None:
            plan.held_at[row.customer_id] = address
        if shown.holds(row, address):
            continue
        if shown.is_free(address):
            plan.troubles[row.customer_id] = "address-clash"
            plan.note(Drift.CLASH, row.label)
        elif session is not None and terms.drop_sessions and move.secrets:
            move.drop.append(session.id)
        else:
            # Also a session that should have been dropped by a pass that was killed before it.
            move.add.append(address)
    if row.name and not secrets and not row.absent:
        plan.troubles[row.customer_id] = "secret-missing"
        plan.note(Drift.MISSING, row.label)
    move.by_hand = row.settled and bool(move.secrets or (move.add and not row.name))
    if move.by_hand:
        move.drift = Drift.FREE
        plan.note(move.drift, row.label)
    return move


def _reconnect(row: Wanted, shown: Shown, plan: Plan) -> Move:
    secrets = shown.secrets(row)
    move = Move(profile=row.profile, enable=True)
    move.secrets = [each.id for each in secrets if each.disabled or each.profile != row.profile]
    ours = {entry.id for entry in shown.marked.get(row.customer_id, ())}
    drop: set[str] = set()
    for address, session in shown.places(row):
        if session is not None and shown.is_set_up_held(row, session):
            drop.add(session.id)
        for entry in shown.over(address):
            owner, own = owner_of(entry), entry.address == address
            if owner == row.customer_id or (owner is not None and own):
                ours.add(entry.id)
            elif session is not None and entry.dynamic and own:
                drop.add(session.id)
            else:
                plan.hold(row, entry)
    move.remove, move.drop = sorted(ours), sorted(drop)
    held = ours or drop or any(each.disabled for each in secrets)
    if row.name and not secrets:
        plan.troubles[row.customer_id] = "secret-missing"
        plan.note(Drift.MISSING, row.label)
    elif row.settled and (held or row.customer_id in plan.troubles):
        move.drift = Drift.HELD
    elif row.settled and move:
        suspended = any(each.profile == plan.terms.suspended_profile for each in secrets)
        move.drift = Drift.HELD if suspended else Drift.PROFILE
    if move.drift:
        plan.note(move.drift, row.label)
    move.by_hand = row.settled and bool(move)
    return move


def _strays(
    wanted: Sequence[Wanted],
    known: set[str],
    shown: Shown,
    plan: Plan,
    sessions_whole: bool,
) -> None:
    """Entries of ours whose address the customer has left: it may be somebody else's by now.

    Who was renamed while held may still be online by the old name: that entry stays.
    """
    rows = {row.customer_id: row for row in wanted}
    used: set[str] = set()
    nobodys: set[str] = set()
    for name, sessions in shown.sessions.items():
        places = {each.address for each in sessions}
        used |= places
        if name not in known:
            nobodys |= places
    freed = {number for move in plan.moves.values() for number in move.remove}
    for owner, entries in shown.marked.items():
        row = rows.get(owner)
        here = {address for address, _ in shown.places(row)} if row else set()
        for entry in entries:
            in_doubt = row is not None and not sessions_whole and entry.address not in used
            renamed = row is not None and not row.active and entry.address in nobodys
            if entry.id in freed or entry.address in here or in_doubt or renamed:
                continue
            plan.strays.append(entry.id)
            plan.orphans += row is None
