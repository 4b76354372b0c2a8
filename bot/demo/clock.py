"""The demo's clock: the machine's, moved forward as the board's levers say, and remembered."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from domain import clock

DHAKA = ZoneInfo("Asia/Dhaka")
FIRST_DAY, FIRST_HOUR = 5, time(10, 30)


class DemoClock:
    """Runs as fast as the machine's, from another instant."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / "clock"
        self._offset = self._read()
        self.on_move: Callable[[], None] = lambda: None

    def _read(self) -> timedelta:
        if self._file.is_file():
            return timedelta(seconds=float(self._file.read_text()))
        start = self._machine().astimezone(DHAKA).replace(day=FIRST_DAY)
        return datetime.combine(start.date(), FIRST_HOUR, DHAKA) - self._machine()

    @staticmethod
    def _machine() -> datetime:
        return datetime.now(UTC)  # noqa: TID251 - what the demo's time is counted from

    def now(self) -> datetime:
        """The demo's instant."""
        return self._machine() + self._offset

    def local(self) -> datetime:
        """The demo's wall clock."""
        return self.now().astimezone(DHAKA)

    def use(self) -> None:
        """Let everything of ours take the time from here."""
        clock.use(self.now)

    def set(self, to: datetime) -> None:
        """Move to an instant; back in time only while the demo's history is made."""
        self._offset = to - self._machine()

    def keep(self) -> None:
        """Remember where the clock stands for the next start."""
        self._file.write_text(str(self._offset.total_seconds()))
        self.on_move()

    def to_tomorrow(self) -> None:
        """The next day at ten in the morning."""
        day = self.local().date() + timedelta(days=1)
        self.set(datetime.combine(day, time(10), DHAKA))
        self.keep()

    def to_the_first(self) -> None:
        """The first of the next month at ten in the morning."""
        day = (self.local().replace(day=28) + timedelta(days=5)).replace(day=1).date()
        self.set(datetime.combine(day, time(10), DHAKA))
        self.keep()

    def next_day(self, day: int) -> datetime:
        """That day of this month (of the next when it is past), at ten in the morning."""
        local = self.local()
        if local.day >= day:
            local = (local.replace(day=28) + timedelta(days=5)).replace(day=1)
        return datetime.combine(local.date().replace(day=day), time(10), DHAKA)

    def to(self, moment: datetime) -> None:
        """Forward to that moment; what is past stays past."""
        if moment > self.now():
            self.set(moment)
            self.keep()
