"""`python -m bot.translations`: what each language lacks; exit 1 when it lacks anything."""

from __future__ import annotations

import ast
import importlib
import pkgutil
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import domain
from bot.apply import shape
from bot.settings import SETTINGS
from domain.errors import DomainError
from domain.forms import Field
from domain.messaging import notices
from domain.onboarding import cells
from gateways import registry
from handlers.ui import commands
from handlers.ui.flows import FLOWS
from locales import checks
from locales.catalog import FOLDER, LAST_RESORT, Catalog

ROOT = Path(__file__).parent.parent


def refusals() -> Iterator[type[DomainError]]:
    """Every refusal of the domain."""
    for module in pkgutil.walk_packages(domain.__path__, "domain."):
        if "migrations" not in module.name:
            importlib.import_module(module.name)
    waiting = [DomainError]
    while waiting:
        kind = waiting.pop()
        if kind.__module__.startswith("domain"):
            yield kind
        waiting += kind.__subclasses__()


def used_keys(root: Path = ROOT) -> Iterator[tuple[str, str]]:
    """Every key written out as `Text("...")` or `.t(language, "...")`, and where."""
    for path in sorted(root.glob("handlers/**/*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            key = node.args[0] if name == "Text" else node.args[-1] if name == "t" else None
            if isinstance(key, ast.Constant) and isinstance(key.value, str):
                yield str(path.relative_to(root)), key.value


def command_keys() -> Iterator[tuple[str, str]]:
    """What the help, the menu and the home card say of each command, and of which."""
    commands.load("handlers.staff", "handlers.customer")
    for made in (*commands.COMMANDS.values(), *commands.OF_CUSTOMERS.values()):
        yield f"/{made.name}", f"command-{made.name}"
        if made.home is not None:
            yield f"/{made.name}", f"home-{made.name}"
        for word in made.args.split():
            yield f"/{made.name}", f"arg-{word.strip('[]').lower()}"


def notice_keys() -> Iterator[tuple[str, str]]:
    """What staff call each notice."""
    for key in notices.NOTICES:
        yield f"the notice {key}", f"message-event-{key}"


def fields() -> Iterator[tuple[str, Field]]:
    """Every field that is declared, and where."""
    commands.load("handlers.staff", "handlers.customer")
    named = ((kind, name) for kind in registry.KINDS for name in registry.names(kind))
    providers = [registry.find(kind, name) for kind, name in named]
    places: dict[str, Iterable[Field | None]] = {
        **{f"[{name}]": known for name, known in shape.TABLES.items()},
        **{f"{one.kind} {one.name}": (*one.all_fields, *one.asks) for one in providers},
        **{name: registry.backend(name).all_fields for name in registry.BACKENDS},
        **{flow.name: [step.field for step in flow.steps] for flow in FLOWS.values()},
        "settings": SETTINGS,
        "customers": cells.FIELDS,
    }
    for place, known in places.items():
        yield from ((place, field) for field in known if field is not None)


def field_keys() -> Iterator[tuple[str, str]]:
    """What is said of a value that a field can't have."""
    for place, field in fields():
        if field.kind.name:
            yield f"{field.name} of {place}", f"wants-{field.kind.name}"


def faults() -> list[str]:
    """Everything that is wrong, a line each."""
    found, model = checks.faults(), checks.read(FOLDER / LAST_RESORT)
    refused = ((kind.__name__, kind.key) for kind in refusals())
    wanted = [*used_keys(), *command_keys(), *notice_keys(), *field_keys(), *refused]
    for place, key in dict.fromkeys(wanted):
        if key not in model.sentences:
            found.append(f"{LAST_RESORT}: {key} is missing ({place})")
    for one in notices.NOTICES.values():
        if one.is_worded and "sms" not in model.templates.get(one.key, {}):
            found.append(f"{LAST_RESORT}: the template {one.key} for sms is missing")
    return found


def main() -> int:
    """Report on standard output."""
    found = faults()
    for fault in found:
        sys.stdout.write(f"{fault}\n")
    if not found:
        sys.stdout.write(f"complete: {', '.join(Catalog().languages())}\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
