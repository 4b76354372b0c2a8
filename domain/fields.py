"""Columns that mean the same on SQLite and PostgreSQL, in models and in plain SQL alike.

Instants are milliseconds since 1970 in UTC, days are ISO text, structures are JSON text, so that
one statement with the same parameters runs on both and compares correctly.
"""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from tortoise import fields
from tortoise.fields.base import Field

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MS = timedelta(milliseconds=1)


def to_ms(at: datetime) -> int:
    """Milliseconds since 1970; a naive instant is a bug and raises `ValueError`."""
    if at.tzinfo is None:
        raise ValueError("an instant carries its zone")
    return (at - _EPOCH) // _MS


def from_ms(ms: int) -> datetime:
    """The UTC instant."""
    return _EPOCH + timedelta(milliseconds=ms)


def to_json(value: Any) -> str:
    """A structure as its column holds it."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


class InstantField(Field[datetime], datetime):
    SQL_TYPE = "BIGINT"
    allows_generated = False

    class _db_sqlite:  # noqa: N801 - the name is the library's
        SQL_TYPE = "INTEGER"

    def to_db_value(self, value: Any, instance: Any) -> int | None:
        return to_ms(value) if isinstance(value, datetime) else value

    def to_python_value(self, value: Any) -> datetime | None:
        return from_ms(value) if isinstance(value, int) else value


class DayField(Field[date], date):
    SQL_TYPE = "VARCHAR(10)"

    def to_db_value(self, value: Any, instance: Any) -> str | None:
        return value.isoformat() if isinstance(value, date) else value

    def to_python_value(self, value: Any) -> date | None:
        return date.fromisoformat(value) if isinstance(value, str) else value


class JsonField(Field[Any]):
    SQL_TYPE = "TEXT"
    indexable = False

    def to_db_value(self, value: Any, instance: Any) -> str | None:
        return None if value is None else to_json(value)

    def to_python_value(self, value: Any) -> Any:
        return json.loads(value) if isinstance(value, str) else value


if TYPE_CHECKING:

    def Instant(**options: Any) -> Any: ...  # noqa: N802

    def Day(**options: Any) -> Any: ...  # noqa: N802

    def Json(**options: Any) -> Any: ...  # noqa: N802

    def Key(to: str, **options: Any) -> Any: ...  # noqa: N802
else:
    Instant, Day, Json = InstantField, DayField, JsonField

    def Key(to, **options):  # noqa: N802
        """A reference that forbids deleting what it points to, without a name on the other side."""
        return fields.ForeignKeyField(
            f"domain.{to}", related_name=False, on_delete=fields.RESTRICT, **options
        )
