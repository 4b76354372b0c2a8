"""The texts of every language, read once: to parse them takes longer than most tests."""

from __future__ import annotations

from locales.catalog import Catalog

TEXTS = Catalog(strict=True)
