"""`./dev ablate`: every guard of docs/guards.md is switched off in turn, and its test must fall.

With all guards on, the same tests must hold.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Sequence

from tests.ablation.guard import Guard
from tests.ablation.switch import ROOT, WITHOUT
from tests.ablation.table import GUARDS

FELL = 1  # what pytest ends with where tests ran and some fell
HUNG = -1
LONGEST = 300  # seconds, after which a test has not fallen but hangs


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _run(tests: Sequence[str], engine: str, without: str = "") -> tuple[int, str]:
    environment = os.environ | {"NETKHATA_TEST_ENGINE": engine, WITHOUT: without, "COLUMNS": "300"}
    command = [sys.executable, "-m", "pytest", "-qx", "--tb=line", "-p", "no:cacheprovider", *tests]
    try:
        done = subprocess.run(
            command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=LONGEST
        )
    except subprocess.TimeoutExpired:
        return HUNG, "it did not come to an end"
    return done.returncode, done.stdout + done.stderr


def _why(said: str) -> str:
    """The line in which pytest names what fell."""
    lines = said.splitlines()
    named = [line for line in lines if line.startswith(("FAILED", "ERROR"))]
    return named[0].partition(" - ")[2] if named else ""


def missed(guard: Guard) -> bool:
    """Whether its test falls without it."""
    code, said = _run([guard.test], guard.engine, guard.name)
    _say(f"{'falls ' if code == FELL else 'STANDS'}  {guard.name}: {_why(said)}")
    if code not in {0, FELL}:
        _say(said[-3_000:])
    return code == FELL


def _hold(guards: Sequence[Guard]) -> bool:
    """Whether all tests hold with every guard on."""
    for engine in sorted({guard.engine for guard in guards}):
        tests = sorted({guard.test for guard in guards if guard.engine == engine})
        code, said = _run(tests, engine)
        if code:
            _say(f"with every guard on, on {engine}:\n{said[-3_000:]}")
            return False
    return True


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit 1 where a test stands though its guard is off, or falls though it is on."""
    parser = argparse.ArgumentParser(prog="./dev ablate", description=__doc__)
    told = "only guards whose name has this in it"
    parser.add_argument("names", nargs="*", metavar="NAME", help=told)
    names = parser.parse_args(arguments).names
    began = time.monotonic()
    chosen = [one for one in GUARDS if not names or any(name in one.name for name in names)]
    if not chosen:
        _say(f"no guard has this in its name: {' '.join(names)}")
        return 2
    if not _hold(chosen):
        return 1
    count = sum(map(missed, chosen))
    _say(f"{count} of {len(chosen)} guards are missed, {time.monotonic() - began:.0f} s")
    return 0 if count == len(chosen) else 1


if __name__ == "__main__":
    sys.exit(main())
