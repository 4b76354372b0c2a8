"""What must change on a router, computed from what it shows and what is wanted: no I/O here.

Only what is known is touched: secrets and sessions of customers' own names, and list entries
that carry our mark. That a session was set up under the suspended profile is told by a dynamic
entry in the suspended list, or by an address that only this profile gives.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from operator import attrgetter

from domain.ports.access import (
    BY_ADDRESS,
    BY_LOGIN,
    CLASH,
    FOREIGN,
    MISSING,
    NAMELESS,
    Desired,
    Drift,
    Move,
    Plan,
    Step,
    Wanted,
)
from gateways.mikrotik.hotspot import KIND, Guests
from gateways.mikrotik.reading import Shown, Terms, mark, owner_of
from gateways.mikrotik.rows import (
    LAST,
    AddEntry,
    AddUser,
    Change,
    DisableSecrets,
    DisableUsers,
    DropSessions,
    EndLogins,
    ListEntry,
    Many,
    RemoveCookies,
    RemoveEntries,
    RemoveUsers,
    SetSecrets,
    SetUsers,
    Snapshot,
)
from gateways.mikrotik.tables import differs

KINDS = BY_LOGIN | BY_ADDRESS

_PROFILE = attrgetter("profile")
_PROFILE_AND_DISABLED = attrgetter("profile", "disabled")


@dataclass(slots=True)
class _Acts:
    """The changes that one customer's service needs, by ids of the snapshot."""

    profile: str = ""
    enable: bool = False
    secrets: list[str] = field(default_factory=list)
    remove: list[str] = field(default_factory=list)
    add: list[str] = field(default_factory=list)
    drop: list[str] = field(default_factory=list)
    drift: Drift | None = None
    by_hand: bool = False

    def __bool__(self) -> bool:
        return bool(self.secrets or self.remove or self.add or self.drop)

    def move(self, customer_id: int, terms: Terms) -> Move:
        """As steps: secrets and what frees, and then what takes hold of live sessions."""

        def step(change: Change, *, vital: bool = False) -> Step:
            return Step(customer_id, change, vital)

        first: list[Step] = []
        if self.remove:
            first.append(step(RemoveEntries(tuple(self.remove))))
        if self.secrets:
            change = SetSecrets(tuple(self.secrets), self.profile, self.enable)
            first.append(step(change, vital=True))
        comment = mark(customer_id)
        then = [
            step(AddEntry(terms.suspended_list, address, comment), vital=True)
            for address in self.add
        ]
        if self.drop:
            then.append(step(DropSessions(tuple(self.drop))))
        return Move(first, then, self.drift, self.by_hand)


@dataclass(slots=True)
class _Draft:
    """A plan while it is made."""

    terms: Terms
    plan: Plan = field(default_factory=Plan)
    acts: dict[int, _Acts] = field(default_factory=dict)
    guests: dict[int, Move] = field(default_factory=dict)

    def hold(self, row: Wanted, entry: ListEntry) -> None:
        """The customer is held by an entry that is not ours to take out."""
        told = f"{entry.address} ({entry.comment})" if entry.comment else entry.address
        self.plan.troubles[row.customer_id] = f"{FOREIGN}: {told}"
        self.plan.held_by[row.label] = told

    def lack(self, row: Wanted) -> None:
        """The customer's secret is not there."""
        self.plan.troubles[row.customer_id] = MISSING
        self.note(Drift.MISSING, row.label)

    def note(self, kind: Drift, label: str) -> None:
        self.plan.drift.setdefault(kind, []).append(label)

    def finish(self) -> Plan:
        self.plan.moves = {
            number: acts.move(number, self.terms) for number, acts in self.acts.items()
        } | self.guests
        return self.plan


# In this order; of a kind, those that are alike but for their ids are one change.
_ORDER: Sequence[type[Many]] = (
    RemoveEntries, DisableSecrets, SetSecrets, DisableUsers, SetUsers, RemoveCookies, EndLogins,
    RemoveUsers, DropSessions,
)  # fmt: skip


def merged(steps: Iterable[Step]) -> list[Change]:
    """The steps as changes of many items each: what frees, accounts, entries, ends of sessions."""
    ids: dict[Many, list[str]] = {}
    added: list[Change] = []
    for step in steps:
        match step.act:
            case AddEntry() | AddUser():
                added.append(step.act)
            case act if isinstance(act, Many):
                ids.setdefault(replace(act, ids=()), []).extend(act.ids)
            case _:
                raise TypeError(f"a step of another backend: {step.act!r}")
    alike = sorted(ids, key=lambda change: _ORDER.index(type(change)))
    many: list[Change] = [replace(change, ids=tuple(ids[change])) for change in alike]
    last = [change for change in many if isinstance(change, LAST)]
    return [*(change for change in many if change not in last), *added, *last]


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
    shown, draft = Shown(snapshot, wanted, terms), _Draft(terms)
    plan, guests = draft.plan, Guests(snapshot.hotspot, terms)
    for row in wanted:
        if row.given:
            plan.confirmed.add(row.customer_id)
            continue
        if not row.label or row.kind not in KINDS:
            plan.troubles[row.customer_id] = NAMELESS
            continue
        if row.kind == KIND:
            move = guests.compare(row, plan)
            if move is not None:
                draft.guests[row.customer_id] = move
            continue
        acts = _reconnect(row, shown, draft) if row.active else _suspend(row, shown, draft)
        if acts:
            draft.acts[row.customer_id] = acts
        elif row.customer_id not in plan.troubles:
            plan.confirmed.add(row.customer_id)
            if shown.places(row):
                plan.seen.add(row.customer_id)
    if whole:
        known = {row.login for row in wanted if row.kind != KIND}
        _strays(wanted, known, shown, draft, sessions_whole)
        for name in shown.names:
            if name not in known:
                draft.note(Drift.UNKNOWN, name)
    return draft.finish()


def is_held(snapshot: Snapshot, row: Wanted, terms: Terms) -> bool:
    """Whether an entry of the suspended list, whosever it is, holds the customer now."""
    shown = Shown(snapshot, [row], terms)
    return any(shown.over(address) for address, _ in shown.places(row))


def _suspend(row: Wanted, shown: Shown, draft: _Draft) -> _Acts:
    terms = draft.terms
    acts = _Acts(profile=terms.suspended_profile)
    secrets = shown.secrets(row)
    held = terms.suspended_profile
    acts.secrets = [each.id for each in secrets if differs(each, _PROFILE, held)]
    for address, session in shown.places(row):
        if session is not None:
            draft.plan.held_at[row.customer_id] = address
        if shown.holds(row, address):
            continue
        if shown.is_free(address):
            draft.plan.troubles[row.customer_id] = CLASH
            draft.note(Drift.CLASH, row.label)
        elif session is not None and terms.drop_sessions and acts.secrets:
            acts.drop.append(session.id)
        else:
            # Also a session that should have been dropped by a pass that was killed before it.
            acts.add.append(address)
    if row.login and not secrets and row.state is not Desired.ABSENT:
        draft.lack(row)
    acts.by_hand = row.settled and bool(acts.secrets or (acts.add and not row.login))
    if acts.by_hand:
        acts.drift = Drift.FREE
        draft.note(acts.drift, row.label)
    return acts


def _reconnect(row: Wanted, shown: Shown, draft: _Draft) -> _Acts:
    secrets = shown.secrets(row)
    acts = _Acts(profile=row.rate, enable=True)
    paid = (row.rate, False)
    acts.secrets = [each.id for each in secrets if differs(each, _PROFILE_AND_DISABLED, paid)]
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
                draft.hold(row, entry)
    acts.remove, acts.drop = sorted(ours), sorted(drop)
    held = ours or drop or any(each.disabled for each in secrets)
    if row.login and not secrets:
        draft.lack(row)
    elif row.settled and (held or row.customer_id in draft.plan.troubles):
        acts.drift = Drift.HELD
    elif row.settled and acts:
        suspended = any(each.profile == draft.terms.suspended_profile for each in secrets)
        acts.drift = Drift.HELD if suspended else Drift.PROFILE
    if acts.drift:
        draft.note(acts.drift, row.label)
    acts.by_hand = row.settled and bool(acts)
    return acts


def _strays(
    wanted: Sequence[Wanted],
    known: set[str],
    shown: Shown,
    draft: _Draft,
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
    freed = {number for acts in draft.acts.values() for number in acts.remove}
    strays: list[Step] = []
    for owner, entries in shown.marked.items():
        row = rows.get(owner)
        here = {address for address, _ in shown.places(row)} if row else set()
        for entry in entries:
            in_doubt = row is not None and not sessions_whole and entry.address not in used
            renamed = row is not None and not row.active and entry.address in nobodys
            if entry.id in freed or entry.address in here or in_doubt or renamed:
                continue
            strays.append(Step(0, RemoveEntries((entry.id,))))
            draft.plan.orphans += row is None
    draft.plan.strays = strays
