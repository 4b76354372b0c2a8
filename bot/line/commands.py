"""What each command does once settings and database are there."""

from __future__ import annotations

import argparse
from pathlib import Path

from bot import database, keys
from bot.apply import provision
from bot.line.main import FAILED, HELD, MISUSED, Failure, say
from bot.settings import Settings, are_told, load, nowhere
from domain import db


def _settings(*needs: str) -> Settings:
    return load(needs=needs)


async def migrate(options: argparse.Namespace) -> int:
    """Bring the database to this version."""
    from domain import schema

    settings = _settings()
    _refuse_to_make_by_accident(settings, options.new)
    async with database.opened(settings.database_url, current=False):
        applied = await schema.migrate(settings.database_url)
        resealed = await keys.renew(settings)
    lines = [f"applied {name}" for name in applied]
    if resealed:
        lines.append(f"sealed {resealed} credentials under the newest secret key")
    say(
        {"applied": applied, "resealed": resealed},
        lines or ["nothing to do: the database is current"],
        as_json=options.json,
    )
    return HELD


def _refuse_to_make_by_accident(settings: Settings, new: bool) -> None:
    path = db.file_of(settings.database_url)
    if path is None or path.exists() or new or are_told():
        return
    raise Failure(
        f"{nowhere()}: nothing is made. Run this where your netkhata.toml lies; to make a new"
        f" database {path.absolute()}, run `netkhata migrate --new`"
    )


async def apply(options: argparse.Namespace) -> int:
    """Make what a file says."""
    settings = _settings("secret_key")
    text = _read(options.file)
    async with database.opened(settings.database_url):
        await keys.check(settings)
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
    from bot.work import onboarding

    settings = _settings("secret_key")
    content = _read(options.file)
    async with database.opened(settings.database_url):
        report = await onboarding.customers(
            content,
            settings,
            dry_run=options.dry_run,
            create_missing=options.create_missing,
            set_status=options.set_status,
        )
    say(report.as_json(), report.lines(), as_json=options.json)
    return HELD if not report.errors else FAILED


async def billrun(options: argparse.Namespace) -> int:
    """Bill a month."""
    from bot.work import billing

    settings = _settings("secret_key")
    async with database.opened(settings.database_url):
        outcome = await billing.run(
            settings, period=options.period, operator=options.operator, dry_run=options.dry_run
        )
    say(outcome.as_json(), outcome.lines(), as_json=options.json)
    return HELD


async def check(options: argparse.Namespace) -> int:
    """Say how everything that we depend on is, a line each."""
    from bot.work import checking

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
            settings, role=options.role, code=options.operator, name=options.name
        )
    lines = [link or f"write this to the bot: /start {token}", "good once, for 7 days"]
    say({"link": link, "token": token, "role": options.role}, lines, as_json=options.json)
    return HELD
