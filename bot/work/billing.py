"""`netkhata billrun`: a month billed from the command line, or only counted."""

from __future__ import annotations

from dataclasses import dataclass

from bot import sentences
from bot.apply import provision
from bot.failure import MISUSED, Failure
from bot.keys import use_vault
from bot.settings import Settings
from domain import batches, clock, events, reactions
from domain.billing import billrun, runs
from domain.billing.charging.writing import Made
from domain.calendar import Period, today
from domain.errors import PeriodNotReadable
from domain.money import Money
from domain.staff.rights import SYSTEM


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a bill run made, or would make."""

    period: Period
    dry_run: bool
    bills: int
    amounts: tuple[Money, ...]
    skipped: dict[str, int]
    together: int = 0  # bills of the run, where another process was at it as well

    def as_json(self) -> dict[str, object]:
        """For a program."""
        return {
            "period": str(self.period),
            "dry_run": self.dry_run,
            "bills": self.bills,
            "amount_minor": self.amounts[0].minor,
            "currency": self.amounts[0].currency,
            "amounts": [
                {"amount_minor": each.minor, "currency": each.currency} for each in self.amounts
            ],
            "skipped": self.skipped,
            "together": self.together or self.bills,
        }

    def lines(self) -> list[str]:
        """For a person."""
        verb = "would make" if self.dry_run else "made"
        amount = sentences.said("plain", {"value": self.amounts})
        counts = sorted(self.skipped.items())
        return [
            f"{self.period}: {verb} {self.bills} bills, {amount}",
            *self._shared(),
            *(f"skipped {count}: {_why(reason)}" for reason, count in counts if count),
        ]

    def _shared(self) -> list[str]:
        if self.together in {0, self.bills}:
            return []
        return [f"another bill run of this month was at it as well: {self.together} bills in all"]


def _why(reason: str) -> str:
    return sentences.said(f"billrun-skip-{reason}", {})


def _month(text: str) -> Period:
    try:
        return Period.parse(text)
    except PeriodNotReadable as why:
        raise Failure(
            f"--period '{text}' is no month to bill: write it like 2026-11", MISUSED
        ) from why


async def run(
    settings: Settings, *, period: str | None, operator: str | None, dry_run: bool
) -> Outcome:
    """Bill the month (this one without `period`), for all or for an operator's subtree."""
    use_vault(settings)
    events.listen(reactions.MAP)
    root = await provision.isp()
    found = None if operator is None else await provision.operator(operator)
    month = Period.of(today(clock.now(), root.timezone)) if period is None else _month(period)
    within = found.id if found else None
    if dry_run:
        plan = await billrun.plan(SYSTEM, month, within)
        return Outcome(month, True, plan.bills, plan.amounts, dict(plan.skipped))
    started = await billrun.start(SYSTEM, month, within)
    mine: list[Made] = []
    batches.stand_back()
    async for step in billrun.steps(started):
        mine += [step.made] if step.made else []
    done = await billrun.status(started.id)
    return Outcome(
        month, False, sum(part.bills for part in mine),
        await runs.amounts(mine, await runs.of(done)), done.skipped, done.made,
    )  # fmt: skip
