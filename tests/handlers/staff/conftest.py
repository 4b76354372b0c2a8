"""Everything that staff can do is known here."""

from __future__ import annotations

from handlers.ui import commands

commands.load("handlers.staff")
