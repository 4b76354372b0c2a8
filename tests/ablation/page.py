"""`python -m tests.ablation.page`, which `./dev docs` runs: the table in docs/guards.md again.

`--check` only compares.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Sequence

from bot.docs.markdown import code, table
from tests.ablation.guard import Guard
from tests.ablation.switch import ROOT, spots
from tests.ablation.table import CHAPTERS

PAGE = ROOT / "docs" / "guards.md"
_PART = re.compile(r"(<!-- guards -->\n).*?(<!-- end of guards -->)", re.DOTALL)


def _row(guard: Guard) -> tuple[str, ...]:
    where = dict.fromkeys(spot.path for spot in spots(guard))
    path, _, name = guard.test.partition("::")
    engine = " (PostgreSQL)" if guard.engine != "sqlite" else ""
    return (
        guard.name,
        guard.keeps,
        "<br>".join(map(code, where)),
        f"{code(path)}<br>{name.removeprefix('test_').replace('_', ' ')}{engine}",
        "<br>".join(guard.backed),
    )


def guards() -> str:
    """Every guard, by what it guards."""
    heads = ("Guard", "What it keeps", "Where", "The test that falls", "Off with it")
    return "\n\n".join(
        f"## {title}\n\n{table(heads, map(_row, listed))}" for title, listed in CHAPTERS.items()
    )


def renewed(text: str) -> str:
    """The page with its table as the guards are now."""
    return _PART.sub(lambda found: f"{found[1]}\n{guards()}\n\n{found[2]}", text)


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the page; with `--check` exit 1 where it is stale."""
    options = argparse.ArgumentParser(prog="python -m tests.ablation.page", description=__doc__)
    options.add_argument("--check", action="store_true", help="change nothing, exit 1 if stale")
    check = options.parse_args(arguments).check
    text = PAGE.read_text(encoding="utf-8")
    fresh = renewed(text)
    if fresh == text:
        return 0
    if not check:
        PAGE.write_text(fresh, encoding="utf-8")
    sys.stdout.write(f"{'stale' if check else 'wrote'} {PAGE.relative_to(ROOT)}\n")
    return 1 if check else 0


if __name__ == "__main__":
    sys.exit(main())
