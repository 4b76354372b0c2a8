"""What can go wrong outside, on demand: each stand-in asks here before and after it acts."""

from __future__ import annotations

import asyncio
import random
from dataclasses import dataclass, field
from enum import StrEnum


class Kind(StrEnum):
    """The ways in which a provider fails, seen from the caller."""

    REFUSE = "refuse"
    RESET_BEFORE = "reset_before"
    RESET_AFTER = "reset_after"
    HTTP_500 = "http_500"
    HTTP_429 = "http_429"
    SLOW = "slow"
    JUNK = "junk"
    SILENCE = "silence"


@dataclass
class Fault:
    """One planned failure of one operation; `times=None` lasts until it is lifted."""

    kind: Kind
    times: int | None = 1
    seconds: float = 0.0


@dataclass
class Faults:
    """The plan of failures of one stand-in."""

    planned: dict[str, list[Fault]] = field(default_factory=dict)
    rate: float = 0.0
    kinds: tuple[Kind, ...] = (Kind.RESET_BEFORE, Kind.RESET_AFTER, Kind.HTTP_500, Kind.JUNK)
    _dice: random.Random = field(default_factory=lambda: random.Random(7))

    def plan(
        self, operation: str, kind: Kind, *, times: int | None = 1, seconds: float = 0.0
    ) -> None:
        """Let `operation` ("*" for every one) fail as `kind`, after failures planned before."""
        self.planned.setdefault(operation, []).append(Fault(kind, times, seconds))

    def lift(self, operation: str | None = None) -> None:
        """Forget what was planned, for one operation or for all, and the random rate."""
        if operation is None:
            self.planned.clear()
            self.rate = 0.0
        else:
            self.planned.pop(operation, None)

    def at_random(self, rate: float, *kinds: Kind, seed: int = 7) -> None:
        """Let every operation fail with probability `rate`, repeatably for a seed."""
        self.rate = rate
        self.kinds = kinds or self.kinds
        self._dice = random.Random(seed)

    def take(self, operation: str) -> Fault | None:
        """The failure due for this call, counted off the plan."""
        for key in (operation, "*"):
            queue = self.planned.get(key)
            while queue:
                fault = queue[0]
                if fault.times is None:
                    return fault
                if fault.times > 0:
                    fault.times -= 1
                    return fault
                queue.pop(0)
        if self.rate and self._dice.random() < self.rate:
            return Fault(self._dice.choice(self.kinds))
        return None

    async def at(self, operation: str) -> Kind | None:
        """The kind of failure that the stand-in must now show; a slow one has waited already."""
        fault = self.take(operation)
        if fault is None:
            return None
        if fault.kind is Kind.SLOW:
            await asyncio.sleep(fault.seconds)
            return None
        if fault.kind is Kind.SILENCE:
            await asyncio.sleep(fault.seconds or 3600)
        return fault.kind
