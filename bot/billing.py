"""`netkhata billrun`: a month billed from the command line, or only counted."""

from __future__ import annotations

from dataclasses import dataclass

from bot import sentences
from bot.app import use_vault
from bot.cli import Failure
from bot.settings import Settings
from domain import clock, events, reactions
from domain.billing import billrun
from domain.calendar import Period, today
from domain.money import Money
from domain.staff import operators
from domain.staff.rights import SYSTEM


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a bill run made, or would make."""

    period: Period
    dry_run: bool
    bills: int
    amount: Money
    skipped: dict[str, int]

    def as_json(self) -> dict[str, object]:
        """For a program."""
        return {
            "period": str(self.period),
            "dry_run": self.dry_run,
            "bills": self.bills,
            "amount_minor": self.amount.minor,
            "currency": self.amount.currency,
            "skipped": self.skipped,
        }

    def lines(self) -> list[str]:
        """For a person."""
        verb = "would make" if self.dry_run else "made"
        amount = sentences.said("plain", {"value": self.amount})
        counts = sorted(self.skipped.items())
        return [
            f"{self.period}: {verb} {self.bills} bills, {amount}",
            *(f"skipped {count}: {reason}" for reason, count in counts if count),
        ]


async def run(
    settings: Settings, *, period: str | None, operator: str | None, dry_run: bool
) -> Outcome:
    """Bill the month (this one without `period`), for all or for an operator's subtree."""
    use_vault(settings)
    events.listen(reactions.MAP)
    root = await operators.root()
    found = await operators.find(operator) if operator else None
    if operator and found is None:
        raise Failure(f"there is no operator '{operator}'")
    month = Period.parse(period) if period else Period.of(today(clock.now(), root.timezone))
    within = found.id if found else None
    if dry_run:
        plan = await billrun.plan(SYSTEM, month, within)
        return Outcome(month, True, plan.bills, plan.amount, dict(plan.skipped))
    started = await billrun.start(SYSTEM, month, within)
    while await billrun.step(started):
        pass
    done = await billrun.status(started.id)
    amount = Money(done.billed_minor, root.currency)
    return Outcome(month, False, done.made, amount, done.skipped)
