"""Every file of the project keeps the house rules, and every rule catches who breaks it."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house import rules

LEFT_OUT = {"build", "demo-data", "node_modules", "secrets"}


def files() -> list[str]:
    """The files that are or may be committed; without git, all that look like source."""
    named = tracked() if shutil.which("git") else None
    if named is None:
        named = list(walk())
    return sorted(name for name in set(named) if (rules.ROOT / name).is_file())


def tracked() -> list[str] | None:
    asked = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=rules.ROOT,
        capture_output=True,
        text=True,
    )
    return asked.stdout.split("\0")[:-1] if asked.returncode == 0 else None


def walk() -> Iterator[str]:
    for place, directories, names in os.walk(rules.ROOT):
        directories[:] = [
            name
            for name in directories
            if name not in LEFT_OUT and not name.endswith(".egg-info") and not name.startswith("__")
            if name == ".ci" or not name.startswith(".")
        ]
        yield from (Path(place, name).relative_to(rules.ROOT).as_posix() for name in names)


def read(name: str) -> str | None:
    try:
        return (rules.ROOT / name).read_text()
    except UnicodeDecodeError:
        return None


def test_every_file_keeps_the_rules() -> None:
    faults = [
        f"{name}:{fault}"
        for name in files()
        if (text := read(name)) is not None
        for rule in rules.rules_for(name)
        for fault in rule(name, text)
    ]

    assert faults == []


def test_the_files_are_found_with_git_and_without(monkeypatch: pytest.MonkeyPatch) -> None:
    some = {"dev", "domain/money.py", ".ci/run", "tests/house/rules.py"}
    assert some <= set(files())

    monkeypatch.setenv("PATH", "")

    assert some <= set(files())


def test_no_exception_outlives_its_function() -> None:
    for exception, reason in rules.LONG_FUNCTIONS.items():
        path, _, name = exception.partition("::")
        assert reason
        assert f"def {name}(" in (rules.ROOT / path).read_text()


LONG = "def bill_run():\n" + "    step()\n" * 40
BREAKS = {
    "length": (rules.length, "domain/x.py", "x = 1\n" * 401),
    "parses": (rules.parses, "domain/x.py", "def broken(:\n"),
    "function_length": (rules.function_length, "domain/x.py", LONG),
    "a method": (
        rules.function_length,
        "domain/x.py",
        "class Run:\n    async def go(self):\n" + "        step()\n" * 40,
    ),
    "finished": (rules.finished, "domain/x.py", "x = 1  # TO" + "DO: think\n"),
    "finished in a text": (rules.finished, "docs/x.md", "FIX" + "ME\n"),
    "no_registry": (rules.no_registry, "requirements/x.lock", "https://py" + "pi.org/simple\n"),
    "another registry": (rules.no_registry, "Dockerfile", "from files.python" + "hosted.org\n"),
    "no_home": (rules.no_home, "docs/x.md", "cd /ho" + "me/rahim/netkhata\n"),
    "another home": (rules.no_home, "docs/x.md", "`/Use" + "rs/karim`\n"),
    "no_float": (rules.no_float, "domain/money.py", "half = 0.5\n"),
    "a call of float": (rules.no_float, "domain/billing/rules.py", "x = float(amount)\n"),
    "a hint of float": (rules.no_float, "domain/money.py", "def pay(amount: float): ...\n"),
    "a column": (rules.no_float, "domain/ledger/models.py", "due = fields.DecimalField()\n"),
    "one_nursery": (rules.one_nursery, "handlers/x.py", "asyncio.create_task(send())\n"),
    "a task group": (rules.one_nursery, "gateways/x.py", "group.create_task(send())\n"),
    "nothing_patched": (rules.nothing_patched, "domain/x.py", "import a.b\na.b.C.run = mine\n"),
    "a class": (rules.nothing_patched, "domain/x.py", "from a import C\nC.run = mine\n"),
    "another name": (
        rules.nothing_patched,
        "bot/x.py",
        "from a import b as c\nkind: Any = c.Kind\nkind.run = mine\n",
    ),
    "setattr": (rules.nothing_patched, "domain/x.py", "import a\nsetattr(a.C, 'run', mine)\n"),
    "one_reach": (rules.one_reach, "domain/x.py", "if actor.sees(path): ...\n"),
    "a zone": (rules.one_reach, "handlers/x.py", "if actor.zone_ids is None: ...\n"),
    "a path": (rules.one_reach, "domain/x.py", 'f"{actor.path}%"\n'),
    "a bare name": (rules.one_nursery, "bot/x.py", "ensure_future(send())\n"),
}
KEEPS = {
    "length": (rules.length, "domain/x.py", "x = 1\n" * 400),
    "parses": (rules.parses, "domain/x.py", "x = 1\n"),
    "function_length": (rules.function_length, "domain/x.py", LONG.removesuffix("    step()\n")),
    "a docstring": (
        rules.function_length,
        "domain/x.py",
        'def run():\n    """Promise.\n\n    More of it.\n    """\n' + "    step()\n" * 39,
    ),
    "finished": (rules.finished, "docs/x.md", "A to-do list for staff\n"),
    "no_registry": (rules.no_registry, "README.md", "https://core.telegram.org/bots/api\n"),
    "no_home": (
        rules.no_home,
        "web.py",
        'path = "/p/{token}/home/page" or "$HOME/x" or "~/home"\n',
    ),
    "no_float": (rules.no_float, "domain/money.py", "half = minor // 2\n"),
    "nothing_patched": (
        rules.nothing_patched,
        "domain/x.py",
        "import a\nfrom domain import b\none = a.C()\none.name = 1\nb.C.run = a.run\n",
    ),
    "one_reach": (rules.one_reach, "domain/x.py", "seen, values = reach.sql(actor)\n"),
    "one_nursery": (rules.one_nursery, "handlers/x.py", "ports.nursery.start(send())\n"),
}


@pytest.mark.parametrize("case", BREAKS)
def test_a_rule_catches_who_breaks_it(case: str) -> None:
    rule, path, text = BREAKS[case]

    assert list(rule(path, text))
    assert rule in rules.rules_for(path)


@pytest.mark.parametrize("case", KEEPS)
def test_a_rule_leaves_others_alone(case: str) -> None:
    rule, path, text = KEEPS[case]

    assert list(rule(path, text)) == []


def test_every_rule_has_both_cases() -> None:
    every = {rule for path in ("domain/money.py", "bot/x.py") for rule in rules.rules_for(path)}

    assert {rule for rule, _, _ in BREAKS.values()} == every
    assert {rule for rule, _, _ in KEEPS.values()} == every


@pytest.mark.parametrize("path", rules.SPAWNERS)
def test_who_may_start_tasks_is_not_blamed(path: str) -> None:
    assert rules.one_nursery not in rules.rules_for(path)
