"""What must not be kept is taken out of what is logged or said."""

from __future__ import annotations

import pytest

from bot.redaction import redact


@pytest.mark.parametrize(
    ("text", "gone"),
    [
        ("GET /bot123456789:AAE9xYz_0123456789abcdefghij/getMe", "AAE9xYz"),
        ("opened https://pay.example/p/2NGJRwFBJ77DLKoSj4eghv", "2NGJRwFBJ77"),
        ("postgres://netkhata:hunter2@db:5432/netkhata", "hunter2"),
        ("password=hunter2 next", "hunter2"),
        ('{"app_secret": "hunter2"}', "hunter2"),
        ("Authorization: hunter2", "hunter2"),
        ("sent to +8801711111111 now", "1711111"),
        ("sent to 01711111111 now", "1711111"),
    ],
)
def test_secrets_and_numbers_are_taken_out(text: str, gone: str) -> None:
    assert gone not in redact(text)


def test_plain_events_stay_as_they_are() -> None:
    line = "bill-run period=2026-11 made=500 at 2026-11-21T10:00:00"
    assert redact(line) == line
