"""The texts that the till needs on top of the shipped ones."""

from __future__ import annotations

import importlib
from collections.abc import Iterator

import pytest
from fluent.runtime import FluentResource

from domain.ports import Ports
from locales.catalog import Catalog
from tests.handlers.ui.till import DRAWER

for module in ("home", "search"):  # what a conversation cannot be without
    importlib.import_module(f"handlers.staff.{module}")

TEXTS = """
flow-till = Till
flow-paint = Paint
command-paint = Choose colours
example-paint = /paint red, 3
step-colours = Colours
step-coats = Coats
command-till = Take money
example-till = /till 1023 500
command-drawer = Look into the drawer
"""


@pytest.fixture(autouse=True)
def a_fresh_till() -> Iterator[None]:
    DRAWER.clear()
    yield
    DRAWER.clear()


@pytest.fixture
def ports(ports: Ports) -> Ports:
    assert isinstance(ports.texts, Catalog)
    for language in ports.texts.known.values():
        language.bundle.add_resource(FluentResource(TEXTS))
    return ports
