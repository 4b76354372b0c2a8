"""What each command does once settings and database are there."""

from __future__ import annotations

import argparse
from pathlib import Path

from bot import database, provision
from bot.cli import FAILED, HELD, MISUSED, Failure, say
from bot.settings import Settings, load
from domain import clock
from domain.calendar import Period, today


def _settings(*needs: str) -> Settings:
    return load(needs=needs)


async def migrate(options: argparse.Namespace) -> int:
    """Bring the database to this version."""
    from domain import schema

    settings = _settings()
    async with database.opened(settings.database_url, current=False):
        applied = await schema.migrate(settings.database_url)
    lines = [f"applied {name}" for name in applied] or ["nothing to do: the database is current"]
    say({"applied": applied}, lines, as_json=options.json)
    return HELD


async def apply(options: argparse.Namespace) -> int:
    """Make what a file says."""
    settings = _settings("secret_key")
    text = _read(options.file)
    async with database.opened(settings.database_url):
        changes = await provision.apply(text, settings)
    lines = [f"{change.act} {change.kind} {change.name}" for change in changes]
    say(
        {"changes": [change.as_json() for change in changes]},
        lines or ["nothing changed"],
        as_json=options.json,
    )
    return HELD


def _read(name: str) -> bytes:
    try:
        return Path(name).read_bytes()
    except OSError as why:
        raise Failure(f"{name} can't be read: {why.strerror}", MISUSED) from why


async def import_customers(options: argparse.Namespace) -> int:
    """Bring in customers from a file."""
    from bot import onboarding

    settings = _settings("secret_key")
    content = _read(options.file)
    async with database.opened(settings.database_url):
        report = await onboarding.customers(
            options.file,
            content,
            settings,
            dry_run=options.dry_run,
            create_missing=options.create_missing,
        )
    say(report.as_json(), report.lines(), as_json=options.json)
    return HELD if not report.errors else FAILED


async def billrun(options: argparse.Namespace) -> int:
    """Bill a month."""
    from bot.app import use_vault
    from domain import events, reactions
    from domain.billing import billrun as runs
    from domain.staff import operators
    from domain.staff.rights import SYSTEM
    from locales.catalog import Catalog

    settings = _settings("secret_key")
    async with database.opened(settings.database_url):
        use_vault(settings)
        events.listen(reactions.MAP)
        root, texts = await operators.root(), Catalog()
        operator = await operators.find(options.operator) if options.operator else None
        if options.operator and operator is None:
            raise Failure(f"there is no operator '{options.operator}'")
        period = (
            Period.parse(options.period)
            if options.period
            else Period.of(today(clock.now(), root.timezone))
        )
        within = operator.id if operator else None
        plan = await runs.plan(SYSTEM, period, within)
        if options.dry_run:
            made, amount, skipped = plan.bills, plan.amount, plan.skipped
        else:
            run = await runs.start(SYSTEM, period, within)
            await runs.carry_on(run)
            await run.refresh_from_db()
            from domain.money import Money

            made, skipped = run.made, run.skipped
            amount = Money(run.billed_minor, root.currency)
    word = "would make" if options.dry_run else "made"
    lines = [f"{period}: {word} {made} bills, {texts.show('en', amount)}"]
    lines += [f"skipped {count}: {reason}" for reason, count in sorted(skipped.items()) if count]
    say(
        {
            "period": str(period),
            "dry_run": options.dry_run,
            "bills": made,
            "amount_minor": amount.minor,
            "currency": amount.currency,
            "skipped": skipped,
        },
        lines,
        as_json=options.json,
    )
    return HELD


async def check(options: argparse.Namespace) -> int:
    """Say how everything that we depend on is, a line each."""
    from bot import checking

    settings = _settings("secret_key")
    findings = await checking.everything(settings)
    say(
        {"ok": all(one.ok for one in findings), "checks": [one.as_json() for one in findings]},
        [one.line() for one in findings],
        as_json=options.json,
    )
    return HELD if all(one.ok for one in findings) else FAILED


async def audit(options: argparse.Namespace) -> int:
    """Prove the books."""
    from domain.billing import proof as billing
    from domain.ledger import proof as ledger
    from domain.payments import proof as payments

    settings = _settings()
    async with database.opened(settings.database_url):
        found = []
        for room in (ledger, billing, payments):
            found += await room.faults()
    first = found[0] if found else None
    say(
        {
            "holds": first is None,
            "faults": [{"kind": fault.kind, "detail": fault.detail} for fault in found],
        },
        ["the books hold"]
        if first is None
        else [f"the books do not hold: {first.kind} {first.detail}"],
        as_json=options.json,
    )
    return HELD if first is None else FAILED


async def invite(options: argparse.Namespace) -> int:
    """A one-time link to become staff."""
    settings = _settings("secret_key")
    async with database.opened(settings.database_url):
        link, token = await provision.invite(
            settings, role=options.role, operator=options.operator, name=options.name
        )
    lines = [link or f"/start {token}", "good once, for 7 days"]
    say({"link": link, "token": token, "role": options.role}, lines, as_json=options.json)
    return HELD
