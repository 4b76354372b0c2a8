"""The verbs of a menu that answer at once: add, set, unset, remove, enable, move and their kin."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sandbox.routeros import traps
from sandbox.routeros.tables import Changes, Item, Table
from sandbox.routeros.world import World

Attributes = Mapping[str, str]
Done = dict[str, str]

_TARGETS = (".id", "numbers")

# Menus whose dynamic rows belong to the router and cannot be touched.
_OWNED = frozenset(("/queue/simple", "/interface", "/ip/firewall/nat", "/ip/firewall/filter"))


def run(world: World, table: Table, verb: str, given: Attributes) -> Done:
    """Do it and give the attributes of `!done`. Raises Trap."""
    if verb not in table.schema.verbs or verb not in _VERBS:
        raise traps.no_such_verb(modern=world.modern)
    done = _VERBS[verb](world, table, given)
    world.writes += 1
    return done


def _targets(table: Table, given: Attributes) -> list[Item]:
    if table.schema.single:
        return list(table.items.values())
    number = next((given[name] for name in _TARGETS if given.get(name)), "")
    if not number:
        raise traps.missing(".id")
    return table.find(number)


def _only(world: World, given: Attributes, *allowed: str) -> None:
    for name in given:
        if name not in allowed:
            raise traps.unknown_parameter(name, modern=world.modern)


def _changes(world: World, table: Table, given: Attributes, *skip: str) -> Changes:
    changes: Changes = {}
    for written, value in given.items():
        name = written.removeprefix("!")
        if written in skip:
            continue
        known = table.fields.get(name)
        if known is None or known.read_only:
            raise traps.unknown_parameter(written, modern=world.modern)
        changes[name] = None if written.startswith("!") else table.clean(name, value)
    return changes


def _refuse_owned(table: Table, items: list[Item], act: str) -> None:
    if table.schema.path in _OWNED and any(item.dynamic for item in items):
        raise traps.failure(f"can not {act} dynamic item")


def _apply(table: Table, items: list[Item], changes: Changes) -> Done:
    _refuse_owned(table, items, "change")
    for name in table.schema.required:
        if name in changes and not changes[name]:
            raise traps.invalid(name)
    for item in items:
        table.change(item, changes)
    return {}


def _add(world: World, table: Table, given: Attributes) -> Done:
    before: Item | None = None
    skip: tuple[str, ...] = ()
    if "place-before" in given and table.schema.ordered:
        before = table.find(given["place-before"])[0]
        skip = ("place-before",)
    item = table.add(_changes(world, table, given, *skip))
    if table.schema.path == "/ip/firewall/address-list":
        item.values["creation-time"] = world.moment()
    if table.schema.path == "/queue/simple" and "name" not in item.values:
        table.change(item, {"name": f"queue{item.number}"})
    if before:
        table.place([item], before)
    return {"ret": item.id}


def _set(world: World, table: Table, given: Attributes) -> Done:
    items = _targets(table, given)
    return _apply(table, items, _changes(world, table, given, *_TARGETS))


def _unset(world: World, table: Table, given: Attributes) -> Done:
    _only(world, given, *_TARGETS, "value-name")
    items, name = _targets(table, given), given.get("value-name")
    if not name:
        raise traps.missing("value-name")
    if name not in table.fields or table.fields[name].read_only:
        raise traps.no_match("value-name")
    return _apply(table, items, {name: None})


def _remove(world: World, table: Table, given: Attributes) -> Done:
    _only(world, given, *_TARGETS)
    items = _targets(table, given)
    if any(item.values.get("default") == "true" for item in items):
        raise traps.failure("default profile can not be removed")
    _refuse_owned(table, items, "remove")
    table.remove(items)
    return {}


def _switch(value: str) -> Callable[[World, Table, Attributes], Done]:
    def act(world: World, table: Table, given: Attributes) -> Done:
        _only(world, given, *_TARGETS)
        items = _targets(table, given)
        return _apply(table, items, {"disabled": table.clean("disabled", value)})

    return act


def _comment(world: World, table: Table, given: Attributes) -> Done:
    _only(world, given, *_TARGETS, "comment")
    items = _targets(table, given)
    return _apply(table, items, {"comment": given.get("comment") or None})


def _move(world: World, table: Table, given: Attributes) -> Done:
    _only(world, given, *_TARGETS, "destination")
    items = _targets(table, given)
    try:
        before = table.find(given["destination"])[0] if given.get("destination") else None
    except traps.Trap:
        # A destination that does not exist moves to the end, without a word.
        before = None
    table.place(items, before)
    return {}


def _reset(world: World, table: Table, given: Attributes) -> Done:
    _only(world, given, *_TARGETS)
    _targets(table, given)
    return {}


def _make_static(world: World, table: Table, given: Attributes) -> Done:
    _only(world, given, *_TARGETS)
    for item in _targets(table, given):
        item.dynamic = False
        table.tell("changed", item)
    return {}


_VERBS: dict[str, Callable[[World, Table, Attributes], Done]] = {
    "add": _add,
    "set": _set,
    "unset": _unset,
    "remove": _remove,
    "enable": _switch("no"),
    "disable": _switch("yes"),
    "comment": _comment,
    "move": _move,
    "reset-counters": _reset,
    "make-static": _make_static,
}
