"""What services have left on a router where they are no more, and how it is shut: no I/O here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from domain.ports.access import Left, Step
from gateways.mikrotik.hotspot import KIND, Guests
from gateways.mikrotik.reading import Terms, of_customers, owner_of
from gateways.mikrotik.rows import (
    DisableSecrets,
    DropSessions,
    RemoveEntries,
    Secret,
    Snapshot,
)


def shutting(found: Sequence[Left], shown: Snapshot, terms: Terms) -> Iterator[list[Step]]:
    """What is still to be done, in this order: nobody is free between two of the steps."""
    yield from Guests(shown.hotspot, terms).shutting(left for left in found if left.kind == KIND)
    found = [left for left in found if left.kind != KIND]
    sessions: set[str] = set()
    secrets: set[str] = set()
    entries: set[str] = set()
    for left in found:
        mine = _secrets(left, shown)
        secrets |= {each.id for each in mine if not each.disabled}
        gone = {} if left.owned else _sessions(left, mine, shown)
        sessions |= gone.keys()
        entries |= set(_entries(left, gone.values(), shown, terms))
    if secrets:
        yield [Step(0, DisableSecrets((number,))) for number in sorted(secrets)]
    if sessions:
        yield [Step(0, DropSessions((number,))) for number in sorted(sessions)]
    if entries:
        yield [Step(0, RemoveEntries((number,))) for number in sorted(entries)]


def _secrets(left: Left, shown: Snapshot) -> Sequence[Secret]:
    if left.owned or not left.login:
        return ()
    return of_customers([each for each in shown.secrets if each.name == left.login])


def _sessions(left: Left, secrets: Sequence[Secret], shown: Snapshot) -> dict[str, str]:
    """The sessions to be ended, with their addresses.

    Who was renamed on the router is still online by the old name, and may be until they dial anew.
    """
    if not left.login or (left.active and not secrets):
        return {}
    services = {each.service for each in secrets}
    return {
        each.id: each.address
        for each in shown.sessions
        if each.name == left.login and (not services or services & {"any", each.service})
    }


def _entries(left: Left, places: Iterable[str], shown: Snapshot, terms: Terms) -> Iterator[str]:
    """Our entries for the customer there, unless they are at that place again."""
    here = {each.address for each in shown.sessions if each.name == left.login_now}
    gone = {*places, left.address} - {"", left.address_now} - here
    for entry in shown.entries:
        ours = entry.list == terms.suspended_list and owner_of(entry) == left.customer_id
        if ours and entry.address in gone:
            yield entry.id
