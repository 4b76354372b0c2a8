"""Logs: one line an event, text or JSON, with secrets and personal data taken out."""

from __future__ import annotations

import json
import logging
import sys
import time
from datetime import UTC, datetime
from typing import Any

from bot import extras
from bot.redaction import redact
from domain.errors import DatabaseAway

OUTAGE_SECONDS = 30.0
MOST_MATTERS = 1_000


class _Outages(logging.Filter):
    """While the database is away: each matter in one line, and not again for a while.

    Every loop notices it again and again, and where it did so says nothing.
    """

    def __init__(self) -> None:
        super().__init__()
        self._quiet_until: dict[str, float] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        lost = _lost_connection(record.exc_info[1]) if record.exc_info else None
        if lost is None:
            return True
        said, now = record.getMessage(), time.monotonic()
        if now < self._quiet_until.get(said, 0.0):
            return False
        if len(self._quiet_until) > MOST_MATTERS:
            self._quiet_until.clear()
        self._quiet_until[said] = now + OUTAGE_SECONDS
        record.msg, record.args = f"{said} database-away {type(lost.__cause__).__name__}", ()
        record.exc_info = record.exc_text = None
        return True


def _lost_connection(why: BaseException | None) -> DatabaseAway | None:
    """What the database told of its absence, in what was raised or in its causes."""
    while why is not None and not isinstance(why, DatabaseAway):
        why = why.__cause__ or why.__context__
    return why


class _Text(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        at = datetime.fromtimestamp(record.created, UTC).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3]
        line = f"{at}Z {record.levelname.lower()} {record.name} {record.getMessage()}"
        if record.exc_info:
            line += "\n" + self.formatException(record.exc_info)
        return redact(line)


class _Json(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        entry = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "name": record.name,
            "event": redact(record.getMessage()),
        }
        if record.exc_info:
            entry["trace"] = redact(self.formatException(record.exc_info))
        return json.dumps(entry, ensure_ascii=False)


def set_up(log_format: str, sentry_dsn: str = "", *, level: int = logging.INFO) -> None:
    """Send every log line to standard error in the chosen format."""
    handler = logging.StreamHandler(sys.stderr)
    handler.addFilter(_Outages())
    handler.setFormatter(_Json() if log_format == "json" else _Text())
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for name, least in (
        ("apscheduler", logging.ERROR),
        ("aiogram.event", logging.WARNING),
        ("asyncpg.pool", logging.ERROR),
        ("librouteros", logging.ERROR),  # it writes passwords at DEBUG
        ("weasyprint", logging.ERROR),
        ("fontTools", logging.ERROR),
        ("tortoise", logging.WARNING),
        ("twilio", logging.WARNING),
    ):
        logging.getLogger(name).setLevel(least)
    if sentry_dsn:
        _tell_sentry(sentry_dsn)


def _tell_sentry(dsn: str) -> None:
    extras.require("sentry_sdk", "NETKHATA_SENTRY_DSN")
    import sentry_sdk

    def clean(event: Any, hint: object) -> Any:
        return json.loads(redact(json.dumps(event, default=str)))

    sentry_sdk.init(dsn=dsn, send_default_pii=False, before_send=clean)
