"""No module imports itself by way of others: each can be read, and tested, after those below it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.house import circles
from tests.house.rules import PRODUCT, ROOT

PACKAGES = (*PRODUCT, "sandbox", "tests")
PLANTED = {
    "at its top": ("from pkg import b", "import pkg.a"),
    "in a function": ("def f():\n    from pkg.b import X", "from pkg.a import Y"),
    "for types alone": ("if TYPE_CHECKING:\n    from pkg.b import X", "from pkg import a"),
    "by dots": ("from . import b", "from .a import Y"),
    "by way of its package": ("from pkg import X", ""),
}


def test_no_modules_import_each_other_in_a_circle() -> None:
    found = circles.circles(circles.graph(ROOT, PACKAGES))

    assert not found, "\n".join(found)


@pytest.mark.parametrize("where", PLANTED)
def test_a_circle_is_found_and_named(tmp_path: Path, where: str) -> None:
    first, second = PLANTED[where]
    package = tmp_path / "pkg"
    package.mkdir()
    (package / "__init__.py").write_text("" if second else "from pkg.a import X")
    (package / "a.py").write_text(first)
    (package / "b.py").write_text(second)

    (told,) = circles.circles(circles.graph(tmp_path, ("pkg",)))

    assert told in {"pkg.a > pkg.b > pkg.a", "pkg > pkg.a > pkg"}


def test_modules_that_only_share_what_they_import_are_in_none(tmp_path: Path) -> None:
    package = tmp_path / "pkg"
    package.mkdir()
    (package / "__init__.py").write_text("")
    (package / "a.py").write_text("from pkg import b, c")
    (package / "b.py").write_text("from pkg.c import X")
    (package / "c.py").write_text("X = 1")

    assert circles.circles(circles.graph(tmp_path, ("pkg",))) == []
