"""Columns that mean the same on SQLite and PostgreSQL, in models and in plain SQL alike.

Instants are milliseconds since 1970 in UTC, days are ISO text, structures are JSON text, so that
one statement with the same parameters runs on both and compares correctly. SQLite heeds no length
of a text, so the columns do it themselves: what people write is refused where it is longer than
its `Line`, of what machines say the beginning is kept where the column is `Cut`.
"""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from tortoise import fields
from tortoise.fields.base import Field

from domain import signs
from domain.errors import TooLong

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
    made = json.dumps(value, ensure_ascii=False, sort_keys=True)
    if "\\u0000" in made or signs.fit(made) != made:
        made = json.dumps(_fit(json.loads(made)), ensure_ascii=False, sort_keys=True)
    return made


def _fit(value: Any) -> Any:
    if isinstance(value, str):
        return signs.fit(value)
    if isinstance(value, list):
        return [_fit(each) for each in value]
    if isinstance(value, dict):
        return {signs.fit(name): _fit(each) for name, each in value.items()}
    return value


class CharField(fields.CharField[str]):
    """A text of a certain length at most: a longer one raises `TooLong`, in a search finds nothing.

    With `cut` its beginning is kept, and is what a search looks for. Migrations tell columns apart
    by the names of their classes: this one and `TextField` are what they take them for.
    """

    def __init__(self, max_length: int, *, cut: bool = False, **options: Any) -> None:
        super().__init__(max_length, **options)
        self.cut = cut

    def to_db_value(self, value: Any, instance: Any) -> str | None:
        if value is None:
            return None
        text = signs.fit(value if isinstance(value, str) else str(value))
        if len(text) <= self.max_length:
            return text
        if self.cut:
            return text[: self.max_length]
        if isinstance(instance, type):  # looked for, not written
            return text
        raise TooLong(field=self.model_field_name, limit=self.max_length, count=len(text))


class TextField(fields.TextField):
    """A text of any length; `sealed` where the vault has sealed it."""

    def __init__(self, *, sealed: bool = False, **options: Any) -> None:
        super().__init__(**options)
        self.sealed = sealed

    def to_db_value(self, value: Any, instance: Any) -> str | None:
        return None if value is None else signs.fit(str(value))


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

    def Line(most: int, **options: Any) -> str: ...  # noqa: N802

    def Cut(most: int, **options: Any) -> str: ...  # noqa: N802

    def Prose(**options: Any) -> str: ...  # noqa: N802

    def Json(**options: Any) -> Any: ...  # noqa: N802

    def Key(to: str, **options: Any) -> Any: ...  # noqa: N802
else:
    Instant, Day, Json, Line, Prose = InstantField, DayField, JsonField, CharField, TextField

    def Cut(most, **options):  # noqa: N802
        """A line of which the beginning is enough."""
        return CharField(most, cut=True, **options)

    def Key(to, **options):  # noqa: N802
        """A reference that forbids deleting what it points to, without a name on the other side."""
        return fields.ForeignKeyField(
            f"domain.{to}", related_name=False, on_delete=fields.RESTRICT, **options
        )
