"""The texts that the till needs, on top of the shipped ones."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fluent.runtime import FluentResource

from domain.ports import Ports
from locales.catalog import Catalog
from tests.handlers.ui.till import DRAWER

TEXTS = """
flow-till = Till
command-till = Take money
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
