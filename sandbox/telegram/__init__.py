"""Telegram in small: a Bot API server and the people on the other side."""

from __future__ import annotations

from sandbox.telegram.server import TelegramServer

__all__ = ["TelegramServer"]
