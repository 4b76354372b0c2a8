"""Making routers match what is desired: urgent wishes one by one, everything in full passes.

Both read, compute the difference, change only that and read again; killed anywhere, the next pass
finishes the work. A router that fails raises `Outside` here and concerns nobody else.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from domain import clock
from domain.errors import Outside, Refused
from domain.incidents import incidents
from domain.network import (
    allowances,
    drifts,
    limits,
    passes,
    remnants,
    routers,
    services,
    troubles,
    wishes,
)
from domain.network.models import Router, RouterState
from domain.network.states import WAITS
from domain.network.wishes import Wish
from domain.ports import AccessBackend, Ports
from domain.ports.access import Fault, Plan, Sight, Sought, Step

log = logging.getLogger(__name__)

RECONNECTS_AT_ONCE = 20
WISHES_AT_ONCE = 20_000
LOOK_UPS = 20  # more customers than this are read with the whole tables: a look-up scans them
_CHUNK = 2500  # customers changed between two looks at whether they are still to be
_SHUT = frozenset({Fault.AUTH, Fault.TLS})


async def urgent_pass(router: Router, ports: Ports, *, reconnects: bool | None = None) -> int:
    """Carry out what is asked for, reconnections first; how many services were taken up.

    `reconnects` True takes only them, False only all else; without it those who were reconnected
    are looked out for as well. Raises `Outside`.
    """
    kinds = (True, False) if reconnects is None else (reconnects,)
    taken = 0
    for urgent in kinds:
        limit = RECONNECTS_AT_ONCE if urgent else WISHES_AT_ONCE
        found = await wishes.due(router.id, urgent=urgent, limit=limit)
        if found:
            await _Pass(router, routers.backend(router, ports), urgent).carry_out(found)
        taken += len(found)
    if not reconnects:
        taken += await _shut(_Pass(router, routers.backend(router, ports), urgent=False))
    return taken if reconnects is not None else taken + await look_out(router, ports)


async def look_out(router: Router, ports: Ports) -> int:
    """Look for the sessions of those who were reconnected, and mend what still holds them.

    How many were looked for. Raises `Outside`.
    """
    found = await wishes.watched(router.id, RECONNECTS_AT_ONCE)
    if found:
        await _Pass(router, routers.backend(router, ports), urgent=True).carry_out(found)
    return len(found)


async def full_pass(router: Router, ports: Ports) -> None:
    """Read everything, mend what differs within the limits of doing no harm, keep what was found.

    Raises `Outside`, after it was kept and told.
    """
    try:
        await _look_through(router, ports)
    except Outside as error:
        await passes.failed(router, error.reason, error.detail)
        raise


async def _look_through(router: Router, ports: Ports) -> None:
    work = _Pass(router, routers.backend(router, ports), urgent=False)
    state = await routers.state(router.id)
    await services.align(router.id)
    began = clock.now()
    sight = await _believed(work, state)
    if sight is None:
        return
    # Loaded after the read, so that a wish is never older than what it is compared with.
    all_wishes = await wishes.every(router.id)
    plan = await asyncio.to_thread(
        work.backend.plan,
        sight,
        [wish.wanted for wish in all_wishes],
        sessions_whole=limits.is_plausible(sight.session_count, state.sessions_read, 0),
    )
    older = wishes.asked_before(all_wishes, began)
    await allowances.count(plan.used, began)
    waiting = await _held_back(router, state, plan, len(all_wishes))
    await wishes.conclude(_worth_marking(older, plan), plan, {})
    await wishes.locate(all_wishes, plan)
    why = _differing(router, plan, waiting)
    try:
        if not router.watch_only:
            if waiting:
                plan = _without_corrections(plan)
            await work.apply(plan.strays)
            await work.change(older, plan)
    finally:
        await wishes.differ(older, work.still(why))
    await _shut(work)
    mended = {wish.wanted.label for wish in older if wish.wanted.customer_id in work.mended}
    await _keep(router, state, sight, drifts.write(plan.drift, mended), waiting)
    lacking = await work.backend.lacking(await routers.used(router.id), sight)
    await troubles.review(router, lacking, work.errors)
    await troubles.tell_foreign(router, plan.held_by, whole=True)


async def _shut(work: _Pass) -> int:
    """Shut what services left here when they moved; how many were looked at."""
    found = [] if work.router.watch_only else await remnants.due(work.router.id)
    if found:
        left = [each.left for each in found]
        for steps in work.backend.shut(await work.observe(left), left):
            if await work.apply(steps):
                break  # who can still dial in is not dropped, nor freed
        shown = await work.observe(left)
        shut = {each.id for each in found if not work.backend.shut(shown, [each.left])}
        await remnants.conclude(found, shut)
    return len(found)


async def _believed(work: _Pass, state: RouterState) -> Sight | None:
    """A sight that can be believed, tried twice at first; None where a person is asked."""
    router = work.router
    expected = await wishes.count_named(router.id)
    for _attempt in range(1 if state.failed else 2):
        sight = await work.backend.observe()
        if _is_believed(sight, state, expected):
            await incidents.close(routers.DOUBTED, incidents.of_router(router.id))
            return sight
    there = sight.logins
    gone = [name for name in await wishes.names(router.id) if name not in there]
    await passes.doubted(router, sight.account_count, gone)
    return None


def _is_believed(sight: Sight, state: RouterState, expected: int) -> bool:
    """Whether it is plausible, or no shorter than what a person took for true."""
    count = sight.account_count
    taken = state.accepted is not None and count >= state.accepted
    return taken or limits.is_plausible(count, state.rows_read, expected)


async def _held_back(router: Router, state: RouterState, plan: Plan, customers: int) -> int:
    """How many customers' corrections wait for a person, who is told when it begins.

    What a person has let through is what they were shown, and not many more.
    """
    changed = plan.by_hand
    asked = changed - state.waiting if state.released else changed
    mass = limits.is_mass(asked, customers) and not router.watch_only
    subject = incidents.of_router(router.id)
    if mass:
        facts = {"router": router.name, "changes": changed, "customers": customers}
        await incidents.open_("mass-change", subject, router.operator_id, facts)
    else:
        await incidents.close("mass-change", subject)
    return changed if mass else 0


def _without_corrections(plan: Plan) -> Plan:
    """Only what was asked for and what follows a session; what somebody changed there stays."""
    moves = {number: move for number, move in plan.moves.items() if not move.by_hand}
    return replace(plan, moves=moves, strays=() if plan.orphans else plan.strays)


def _worth_marking(found: Sequence[Wish], plan: Plan) -> list[Wish]:
    """Those about whom the read says something new; what is yet to be changed comes later."""
    return [
        wish
        for wish in found
        if wish.wanted.customer_id not in plan.moves and (wish.is_open or not wish.seen)
    ]


def _differing(router: Router, plan: Plan, waiting: int) -> dict[int, str]:
    """Why the router does not have what is wanted, by customer, as it was read."""
    found = dict(plan.troubles)
    for number, move in plan.moves.items():
        if router.watch_only:
            found[number] = "watch-only"
        elif waiting and move.by_hand:
            found[number] = f"{WAITS}: {move.drift}"
        else:
            found.setdefault(number, "not-seen")
    return found


async def _keep(
    router: Router,
    state: RouterState,
    sight: Sight,
    drift: Mapping[str, Any],
    waiting: int,
) -> None:
    used = {"released": False} if state.released else {}
    await passes.succeeded(
        router,
        state,
        rows_read=sight.account_count,
        sessions_read=sight.session_count,
        drift=drift,
        waiting=waiting,
        **used,
    )


@dataclass
class _Pass:
    """One pass over one router."""

    router: Router
    backend: AccessBackend
    urgent: bool
    errors: dict[int, str] = field(default_factory=dict)
    foreign: bool = False  # somebody is held by an entry that is not ours
    mended: set[int] = field(default_factory=set)
    left: dict[int, str] = field(default_factory=dict)  # why what was changed is not seen yet

    async def observe(self, sought: Sequence[Sought]) -> Sight:
        """What concerns these."""
        # Many are seen with everything, even where that is too short to be believed: what was
        # asked for needs its own rows.
        return await self.backend.observe(sought if len(sought) <= LOOK_UPS else None)

    async def look(self, found: Sequence[Wish]) -> Plan:
        """What the router has of these wishes now, and what it needs."""
        began = clock.now()
        plan = await self.compare(await self.observe([wish.wanted for wish in found]), found)
        await allowances.count(plan.used, began)
        return plan

    async def compare(self, sight: Sight, found: Sequence[Wish]) -> Plan:
        rows = [wish.wanted for wish in found]
        plan = partial(self.backend.plan, sight, rows, whole=False)
        # Many rows would keep everybody else from their turns.
        made = await asyncio.to_thread(plan) if len(rows) > LOOK_UPS else plan()
        self.foreign = self.foreign or bool(made.held_by)
        return made

    async def carry_out(self, found: Sequence[Wish]) -> None:
        """Bring the services to what is desired, as far as the router lets us."""
        plan = await self.look(found)
        if self.router.watch_only:
            self.errors = dict.fromkeys(plan.moves, "watch-only")
            await wishes.conclude(found, plan, self.errors)
            return
        still = [wish for wish in found if wish.wanted.customer_id not in plan.moves]
        await wishes.conclude(still, plan, {})
        await self.change(found, plan)
        await wishes.locate(found, plan)
        if self.foreign:
            await troubles.tell_foreign(self.router)
        if self.errors:
            lacking = await self.backend.lacking(await routers.used(self.router.id))
            await troubles.review(self.router, lacking, self.errors)

    async def change(self, found: Sequence[Wish], plan: Plan) -> None:
        """Make the plan's moves for those of the wishes that are still the newest."""
        touched = await self._make(found, plan)
        if not touched:
            return
        shown = await self.look(touched)
        late = [wish for wish in touched if wish.wanted.customer_id not in self.errors]
        # Who dialled in between the look and the change has what was meant before.
        if len(late) <= LOOK_UPS and await self._make(late, shown):
            shown = await self.look(touched)
        await wishes.conclude(touched, shown, self.errors)
        self.mended |= shown.confirmed
        self.left |= shown.troubles | self.errors

    async def _make(self, found: Sequence[Wish], plan: Plan) -> list[Wish]:
        moving = [wish for wish in found if wish.wanted.customer_id in plan.moves]
        touched: list[Wish] = []
        try:
            for part in _chunks(moving):
                current = await wishes.unchanged(part)
                touched += current
                await self._apply_moves(plan, [wish.wanted.customer_id for wish in current])
        finally:
            await wishes.ask_again(touched)
        return touched

    def still(self, why: Mapping[int, str]) -> dict[int, str]:
        """What is left of why the router does not have what is wanted, after its changes."""
        return {number: why[number] for number in why.keys() - self.mended} | self.left

    async def _apply_moves(self, plan: Plan, customers: Collection[int]) -> None:
        moves = [plan.moves[customer] for customer in customers]
        refused = await self.apply([step for move in moves for step in move.first])
        stopped = {step.customer_id for step, _ in refused if step.vital}
        going_on = [plan.moves[customer] for customer in customers if customer not in stopped]
        refused += await self.apply([step for move in going_on for step in move.then])
        for step, error in refused:
            if step.vital:
                self.errors[step.customer_id] = troubles.refusal(error)

    async def apply(self, steps: Sequence[Step]) -> list[tuple[Step, Refused]]:
        """Carry the steps out; what the router refuses is found by halving, the rest is done."""
        if not steps:
            return []
        try:
            await self.backend.carry_out(steps, urgent=self.urgent)
        except Refused as error:
            if error.reason in _SHUT:
                raise
            if error.reason == Fault.FORBIDDEN or len(steps) == 1:
                log.warning("router-refused router=%s reason=%s", self.router.name, error.reason)
                return [(step, error) for step in steps]
            middle = len(steps) // 2
            return [*await self.apply(steps[:middle]), *await self.apply(steps[middle:])]
        return []


def _chunks(found: Sequence[Wish]) -> Iterator[Sequence[Wish]]:
    for at in range(0, len(found), _CHUNK):
        yield found[at : at + _CHUNK]
