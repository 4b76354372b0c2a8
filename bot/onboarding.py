"""`netkhata import customers`: what a file would bring, and bringing it."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

from bot import provision, sentences
from bot.app import use_vault
from bot.settings import Settings
from domain import events, reactions
from domain.billing import opening
from domain.customers import importing
from domain.network import services
from domain.staff.rights import SYSTEM
from gateways.papers import tables

SHOWN_ERRORS = 50


@dataclass(slots=True)
class Report:
    """What an import did, or would do."""

    dry_run: bool
    new: int
    changed: int
    same: int
    errors: list[dict[str, object]] = field(default_factory=list)
    unknown_headings: list[str] = field(default_factory=list)

    def as_json(self) -> dict[str, object]:
        """For a program."""
        return {
            "dry_run": self.dry_run,
            "new": self.new,
            "changed": self.changed,
            "same": self.same,
            "errors": self.errors,
            "unknown_headings": self.unknown_headings,
        }

    def lines(self) -> list[str]:
        """For a person."""
        verb = "to add" if self.dry_run else "added"
        said = [
            f"customers {verb}: {self.new}, changed: {self.changed},"
            f" as in the file already: {self.same}, lines that can't come: {len(self.errors)}"
        ]
        if self.unknown_headings:
            said.append(f"headings not known and left out: {', '.join(self.unknown_headings)}")
        said += [f"line {one['line']}: {one['error']}" for one in self.errors[:SHOWN_ERRORS]]
        if len(self.errors) > SHOWN_ERRORS:
            said.append(f"and {len(self.errors) - SHOWN_ERRORS} more lines with errors")
        return said


async def customers(
    content: bytes, settings: Settings, *, dry_run: bool, create_missing: bool
) -> Report:
    """Bring in what can be, and say of every other line why not."""
    use_vault(settings)
    events.listen(reactions.MAP)
    await provision.isp()
    table = await asyncio.to_thread(tables.read, content)
    plan = await importing.plan(table.rows, create_missing=create_missing)
    if not dry_run:
        plan = await opening.complete(plan, SYSTEM)
    report = Report(
        dry_run=dry_run,
        new=len(plan.new),
        changed=len(plan.changed),
        same=len(plan.same),
        errors=[
            {"line": error.line, "error": sentences.said(error.key, error.values)}
            for error in plan.errors
        ],
        unknown_headings=list(plan.unknown_headings),
    )
    if not dry_run:
        await opening.carry_out(plan, SYSTEM)
        await services.ensure()
    return report
