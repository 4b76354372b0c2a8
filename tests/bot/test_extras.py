"""What only some need is installed by those, and its absence is said in a sentence."""

from __future__ import annotations

import argparse
import sys
import tomllib
from pathlib import Path

import pytest

from bot import extras
from bot.line import demo
from tests.house.rules import ROOT

LINES = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]


@pytest.mark.parametrize(("library", "extra"), extras.EXTRAS.items())
def test_an_extra_brings_its_library_and_nobody_else_does(library: str, extra: str) -> None:
    name = library.replace("_", "-")

    assert [line for line in LINES["dependencies"] if line.startswith(name)] == []
    assert any(line.startswith(name) for line in LINES["optional-dependencies"][extra])


@pytest.mark.parametrize("library", extras.EXTRAS)
def test_what_is_there_is_not_missed(library: str) -> None:
    extras.require(library, "this test")


async def test_a_demo_without_its_mailbox_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setitem(sys.modules, "aiosmtpd", None)
    options = argparse.Namespace(port=0, customers=1, data=str(tmp_path), fresh=False)

    with pytest.raises(extras.LibraryMissing) as missed:
        await demo.run(options)

    assert "pip install '.[demo]'" in str(missed.value)
    assert not (tmp_path / "netkhata.db").exists()
