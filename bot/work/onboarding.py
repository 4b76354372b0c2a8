"""`netkhata import customers`: what a file would bring, and bringing it."""

from __future__ import annotations

import asyncio
from collections import Counter
from dataclasses import asdict, dataclass
from typing import Any

from bot import sentences
from bot.apply import provision
from bot.keys import use_vault
from bot.settings import Settings
from domain import batches, events, reactions
from domain.errors import TableNotReadable
from domain.network import services
from domain.onboarding import changing, headings, importing, opening
from domain.staff.rights import SYSTEM
from gateways.papers import tables

SHOWN = 50
_GREETED = "whoever is new gets the welcome"
_BROUGHT = "nobody gets the welcome: they are brought over (with --welcome they are new)"


@dataclass(slots=True)
class Report:
    """What an import did, or would do; of who would change, so many as are shown."""

    dry_run: bool
    new: int
    changed: int
    same: int
    errors: list[dict[str, object]]
    notes: list[dict[str, object]]
    changes: dict[str, int]  # heading: how many customers
    changed_rows: list[dict[str, object]]
    unknown_headings: list[str]
    headings_meant: dict[str, str]  # unknown heading: the one that it may be
    headings_read: dict[str, str]  # heading in the file: what it was read as
    greeted: bool  # whoever is new

    def as_json(self) -> dict[str, object]:
        """For a program."""
        return asdict(self)

    def lines(self) -> list[str]:
        """For a person."""
        verb = "to add" if self.dry_run else "added"
        said = [
            f"customers {verb}: {self.new}, changed: {self.changed},"
            f" as in the file already: {self.same}, lines that can't come: {len(self.errors)}"
        ]
        if self.new:
            said.append(_GREETED if self.greeted else _BROUGHT)
        if self.headings_read:
            read = (f"{given} as {ours}" for given, ours in self.headings_read.items())
            said.append(f"headings read: {', '.join(read)}")
        if self.unknown_headings:
            unknown = ", ".join(map(self._heading, self.unknown_headings))
            said.append(f"headings not known and left out: {unknown}")
        if self.changes:
            counts = (f"{heading} {count}" for heading, count in self.changes.items())
            said.append(f"{'would change' if self.dry_run else 'changed'}: {', '.join(counts)}")
        said += _listed([_changed(row) for row in self.changed_rows], self.changed, "changes")
        notes = [f"line {one['line']}: {one['note']}" for one in self.notes]
        said += _listed(notes[:SHOWN], len(notes), "notes")
        errors = [f"line {one['line']}: {one['error']}" for one in self.errors]
        return said + _listed(errors[:SHOWN], len(errors), "lines with errors")

    def _heading(self, unknown: str) -> str:
        meant = self.headings_meant.get(unknown)
        return f"{unknown} (did you mean {meant}?)" if meant else unknown


def _listed(shown: list[str], count: int, what: str) -> list[str]:
    more = count - len(shown)
    return [*shown, f"and {more} more {what}"] if more > 0 else shown


def _changed(row: Any) -> str:
    changes = (
        f"{heading} {one['from'] or '-'} → {one['to'] or '-'}"
        for heading, one in row["changes"].items()
    )
    return f"line {row['line']}, customer {row['customer_id']}: {', '.join(changes)}"


async def customers(
    content: bytes,
    settings: Settings,
    *,
    dry_run: bool,
    create_missing: bool = False,
    set_status: bool = False,
    greet: bool = False,
) -> Report:
    """Bring in what can be, and say of every other line why not."""
    use_vault(settings)
    events.listen(reactions.MAP)
    await provision.isp()
    table = await asyncio.to_thread(tables.read, content, headings.meaning)
    plan = await importing.plan(
        table.rows,
        sheet=importing.Sheet(table.headings, table.heading_line, table.columns, table.lines),
        create_missing=create_missing,
        set_status=set_status,
        greet=greet,
    )
    if not table.rows:
        raise TableNotReadable(reason="headings-only", line=table.heading_line)
    if not dry_run:
        plan = await opening.complete(plan, SYSTEM)
    await opening.note_taken_back(plan)
    if not dry_run:
        batches.stand_back()
        await opening.carry_out(plan, SYSTEM)
        await services.ensure()
    return _report(plan, table, dry_run=dry_run)


def _report(plan: importing.Plan, table: tables.Table, *, dry_run: bool) -> Report:
    changes = Counter(heading for row in plan.changed for heading in changing.headings_of(row))
    return Report(
        dry_run=dry_run,
        new=len(plan.new),
        changed=len(plan.changed),
        same=len(plan.same),
        errors=[
            {"line": error.line, "error": sentences.said(error.key, error.values)}
            for error in sorted(plan.errors, key=lambda error: error.line)
        ],
        notes=[
            {"line": note.line, "note": sentences.said(note.key, note.values)}
            for note in plan.notes
        ],
        changes=dict(sorted(changes.items())),
        changed_rows=[
            {
                "line": row.line,
                "customer_id": row.code,
                "changes": {
                    heading: {"from": before, "to": after}
                    for heading, before, after in changing.of(row, plan.references)
                },
            }
            for row in plan.changed[:SHOWN]
        ],
        unknown_headings=list(plan.unknown_headings),
        headings_meant=headings.slips(plan.unknown_headings, table.headings),
        headings_read=dict(table.read_as),
        greeted=plan.greet,
    )
