"""A guard of 'exactly once': what it keeps, how it is switched off, and the test that falls."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

SQLITE, POSTGRES = "sqlite", "postgres"


@dataclass(frozen=True, slots=True)
class Guard:
    """Words of the domain, each of which stands there once, and what is read in their place.

    How words are broken into lines does not matter. What two guards keep alike falls only without
    both: `backed` names the others, which are off with this one. `key` is the unique key of the
    database that it is, as `table (column, column)`.
    """

    name: str
    keeps: str
    off: Mapping[str, str]
    test: str
    engine: str = SQLITE
    backed: tuple[str, ...] = field(default=(), kw_only=True)
    key: str = field(default="", kw_only=True)
