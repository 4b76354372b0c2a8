"""What is written to the log: its form, and that an outage is no storm."""

from __future__ import annotations

import json
import logging

import pytest

from bot.serving import logs
from domain.errors import DatabaseAway


@pytest.mark.parametrize("log_format", ["text", "json"])
def test_a_line_carries_level_name_and_event(
    log_format: str, capsys: pytest.CaptureFixture[str]
) -> None:
    root = logging.getLogger()
    before = (root.handlers[:], root.level)
    try:
        logs.set_up(log_format)
        logging.getLogger("till").warning("taken password=%s", "hunter2")
        said = capsys.readouterr().err
    finally:
        root.handlers[:], root.level = before
    assert "hunter2" not in said
    if log_format == "json":
        entry = json.loads(said)
        assert (entry["level"], entry["name"]) == ("warning", "till")
    else:
        assert "warning till taken" in said


def test_while_the_database_is_away_each_matter_is_one_line_and_not_a_storm(
    capsys: pytest.CaptureFixture[str],
) -> None:
    root, log = logging.getLogger(), logging.getLogger("scheduler.workers")
    before = (root.handlers[:], root.level)
    logs.set_up("text")
    try:
        for _ in range(100):
            try:
                try:
                    raise ConnectionRefusedError("5432")
                except OSError as why:
                    raise DatabaseAway("no connection") from why
            except DatabaseAway:
                log.exception("worker-failed name=%s", "outbox")
                log.exception("heartbeat-failed role=%s", "worker")
        try:
            raise ZeroDivisionError
        except ZeroDivisionError:
            log.exception("worker-failed name=%s", "outbox")
    finally:
        root.handlers[:], root.level = before

    said = capsys.readouterr().err
    assert said.count("worker-failed name=outbox database-away ConnectionRefusedError") == 1
    assert said.count("heartbeat-failed role=worker database-away") == 1
    assert said.count("Traceback") == 1, "what is no outage is shown with its cause"


@pytest.mark.parametrize("kind", [ConnectionResetError, ConnectionRefusedError, TimeoutError])
def test_a_broken_connection_of_anything_else_is_shown_with_its_cause(
    kind: type[OSError], capsys: pytest.CaptureFixture[str]
) -> None:
    root = logging.getLogger()
    before = (root.handlers[:], root.level)
    logs.set_up("text")
    try:
        try:
            raise kind("the router hung up")
        except OSError:
            logging.getLogger("scheduler.routers").exception("pass-failed router=%s", "core-1")
    finally:
        root.handlers[:], root.level = before

    said = capsys.readouterr().err
    assert "database-away" not in said
    assert "Traceback" in said
