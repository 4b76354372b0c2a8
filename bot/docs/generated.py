"""`python -m bot.docs`: write the generated parts of docs/ again; `--check` only compares.

A part stands between `<!-- generated: NAME -->` and `<!-- end of NAME -->`. What is around it is
written by hand.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from bot.docs import code, running, told

ROOT = Path(__file__).parents[2]
PARTS: Mapping[str, Callable[[], str]] = {
    "settings": running.settings,
    "command line": running.command_line,
    "providers": running.providers,
    "chat commands": running.chat_commands,
    "customer commands": running.customer_commands,
    "roles": running.roles,
    "limits": running.limits,
    "scale": code.scale,
    "events": code.events,
    "jobs": code.jobs,
    "states": code.states,
    "notices": told.notices,
    "variables": told.variables,
}
_PART = re.compile(
    r"(?P<begin><!-- generated: (?P<name>[a-z ]+) -->\n).*?(?P<end><!-- end of (?P=name) -->)",
    re.DOTALL,
)


class UnknownPart(Exception):
    """A page asks for a part that nobody makes."""


def pages(root: Path = ROOT) -> list[Path]:
    """Every page that may hold generated parts."""
    return [root / "README.md", root / "CONTRIBUTING.md", *sorted((root / "docs").rglob("*.md"))]


def renew(text: str, parts: Mapping[str, Callable[[], str]] = PARTS) -> str:
    """A page with its generated parts as they are now; raises `UnknownPart`."""

    def fresh(found: re.Match[str]) -> str:
        name = found["name"]
        if name not in parts:
            raise UnknownPart(f"there is no part '{name}'; parts are {', '.join(parts)}")
        return f"{found['begin']}\n{parts[name]().strip()}\n\n{found['end']}"

    return _PART.sub(fresh, text)


def stale(found: Sequence[Path]) -> dict[Path, str]:
    """The pages whose generated parts are not as they should be, with what they should say."""
    renewed = {path: renew(path.read_text(encoding="utf-8")) for path in found}
    return {
        path: text for path, text in renewed.items() if text != path.read_text(encoding="utf-8")
    }


def main(arguments: Sequence[str] | None = None) -> int:
    """Renew, or with `--check` name what is stale; 1 when anything is."""
    options = argparse.ArgumentParser(prog="./dev docs", description=(__doc__ or "").split("\n")[0])
    options.add_argument("--check", action="store_true", help="change nothing, exit 1 if stale")
    check = options.parse_args(arguments).check
    found = stale([path for path in pages() if path.exists()])
    for path, text in found.items():
        if not check:
            path.write_text(text, encoding="utf-8")
        sys.stdout.write(f"{'stale' if check else 'wrote'} {path.relative_to(ROOT)}\n")
    if not found:
        sys.stdout.write("every generated part is as it should be\n")
    elif check:
        sys.stdout.write("run `./dev docs`\n")
    return 1 if found and check else 0
