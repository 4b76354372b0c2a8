"""The import contract bites: a wrong import planted on any floor, in any room, is named."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.house.rules import PRODUCT, ROOT

CONTRACTS = {
    contract["id"]: contract
    for contract in tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"][
        "contracts"
    ]
}

# contract, module with the wrong import, what it imports
PLANTS = [
    ("floors", "handlers.planted", "bot"),
    ("floors", "scheduler.planted", "handlers"),
    ("floors", "handlers.planted_too", "scheduler"),
    ("floors", "gateways.planted", "handlers"),
    ("floors", "gateways.planted_too", "locales"),
    ("floors", "domain.planted", "gateways"),
    ("plugs", "handlers.reaching", "gateways"),
    ("plugs", "scheduler.reaching", "locales"),
    ("adapters-are-blind", "gateways.seeing", "domain.billing"),
    ("adapters-are-blind", "locales.seeing", "domain.payments"),
    ("adapters-are-blind", "gateways.listening", "domain.events"),
    ("rooms", "domain.ledger.planted", "domain.billing"),
    ("rooms", "domain.messaging.planted", "domain.network"),
    ("rooms", "domain.customers.planted", "domain.payments"),
    ("rooms", "domain.errors", "domain.db"),
    ("drawers", "bot.serving.planted", "bot.line"),
    ("drawers", "bot.apply.planted", "bot.serving"),
    ("drawers", "bot.settings", "bot.database"),
    ("carriers", "handlers.ui.planted", "handlers.carriers"),
    ("carriers", "handlers.staff.planted", "handlers.carriers.telegram"),
    ("domain-has-no-framework", "domain.billing.framed", "aiohttp"),
    ("domain-has-no-framework", "domain.messaging.framed", "aiogram"),
    ("rules-are-pure", "domain.billing.rules", "tortoise"),
    ("rules-are-pure", "domain.money", "asyncio"),
    ("rules-are-pure", "gateways.whatsapp.payloads", "aiohttp"),
    ("rules-are-pure", "domain.payments.rules", "domain.payments.models"),
    ("rules-are-pure", "domain.network.rules", "domain.clock"),
    ("handlers-do-not-query", "handlers.asking", "tortoise"),
    ("vendors-have-one-door", "handlers.calling", "twilio"),
    ("vendors-have-one-door", "bot.calling", "librouteros"),
    ("vendors-have-one-door", "scheduler.calling", "weasyprint"),
    ("cause-and-effect-has-one-reader", "handlers.reacting", "domain.reactions"),
    ("cause-and-effect-has-one-reader", "scheduler.reacting", "domain.reactions"),
    ("sandbox-is-outside", "sandbox.planted", "domain.money"),
    ("sandbox-is-outside", "sandbox.planted_too", "gateways"),
    ("sandbox-is-for-the-demo", "bot.playing", "sandbox"),
    ("sandbox-is-for-the-demo", "gateways.playing", "sandbox"),
]


def plant(tree: Path, module: str, imported: str) -> None:
    """Write a module that imports another, making both where the tree lacks them."""
    if imported.partition(".")[0] in (*PRODUCT, "sandbox"):
        touch(tree, imported)
    with touch(tree, module).open("a") as source:
        source.write(f"\nimport {imported}\n")


def touch(tree: Path, module: str) -> Path:
    *packages, name = module.split(".")
    place = tree
    for package in packages:
        place /= package
        place.mkdir(exist_ok=True)
        (place / "__init__.py").touch()
    whole = place / name / "__init__.py"
    path = whole if whole.exists() else place / f"{name}.py"
    path.touch()
    return path


def verdicts(tree: Path) -> dict[str, str]:
    """What import-linter says about each contract that it finds broken, by the contract's id."""
    done = subprocess.run(
        [Path(sys.executable).parent / "lint-imports", "--no-cache"],
        cwd=tree,
        capture_output=True,
        text=True,
    )
    said = done.stdout + done.stderr
    assert "Contracts:" in said, said
    _, _, broken = said.partition("Broken contracts")
    found = {}
    for name, contract in CONTRACTS.items():
        title = f"\n{contract['name']}\n{'-' * len(contract['name'])}"
        if title in broken:
            after = broken.partition(title)[2]
            ends = [after.find(f"\n{other['name']}\n--") for other in CONTRACTS.values()]
            found[name] = after[: min((end for end in ends if end >= 0), default=len(after))]
    return found


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the code, in which whatever is planted is the only fault."""
    copy = tmp_path_factory.mktemp("planted")
    for name in (*PRODUCT, "sandbox"):
        only_code = shutil.ignore_patterns("__pycache__", "*.ttf", "*.db")
        shutil.copytree(ROOT / name, copy / name, ignore=only_code)
    shutil.copy(ROOT / "pyproject.toml", copy)
    return copy


@pytest.fixture(scope="module")
def broken(tree: Path) -> dict[str, str]:
    """The verdicts on a tree with every plant in it."""
    for _, module, imported in PLANTS:
        plant(tree, module, imported)
    return verdicts(tree)


def test_the_code_keeps_every_contract() -> None:
    assert verdicts(ROOT) == {}


@pytest.mark.parametrize(("contract", "module", "imported"), PLANTS)
def test_a_planted_import_is_caught(
    broken: dict[str, str], contract: str, module: str, imported: str
) -> None:
    assert f"{module} -> {imported} " in broken.get(contract, "")


def test_every_contract_has_a_plant() -> None:
    assert {contract for contract, _, _ in PLANTS} == set(CONTRACTS)


@pytest.fixture
def skeleton(tmp_path: Path) -> Path:
    """The least tree that the contract can judge, without a fault."""
    for name in (*PRODUCT, "sandbox"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "__init__.py").touch()
    for module in ("db", "calendar", "clock", "errors", "money", "phone"):
        touch(tmp_path, f"domain.{module}")
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def test_the_demo_alone_may_start_the_stand_ins(skeleton: Path) -> None:
    plant(skeleton, "bot.demo", "sandbox.telegram")

    assert verdicts(skeleton) == {}


def test_a_room_that_has_no_place_is_caught(skeleton: Path) -> None:
    touch(skeleton, "domain.attic.models")

    assert "- domain.attic\n" in verdicts(skeleton)["rooms"]
