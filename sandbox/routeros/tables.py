"""One menu's items: identity, order, references, uniqueness, and who is told of a change."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from sandbox.routeros import traps
from sandbox.routeros.values import Clean, text
from sandbox.routeros.wire import word

EDITABLE = frozenset(
    [
        "print",
        "getall",
        "listen",
        "add",
        "set",
        "unset",
        "remove",
        "enable",
        "disable",
        "comment",
        "reset-counters",
    ]
)
FIRST_DYNAMIC = 0x80000001


class Item:
    """A row; values left at their default are not kept, references are the items themselves."""

    __slots__ = ("alive", "dynamic", "number", "values")

    def __init__(self, number: int, values: dict[str, str | Item], dynamic: bool = False) -> None:
        self.number = number
        self.values = values
        self.dynamic = dynamic
        self.alive = True

    @property
    def id(self) -> str:
        return f"*{self.number:X}"

    def __str__(self) -> str:
        """How a reference to this item reads: its name, or the bare id once it is gone."""
        return str(self.values.get("name", "")) if self.alive else self.id


Values = Mapping[str, str | Item]
Changes = dict[str, str | Item | None]
Watcher = Callable[[str, Item], None]


@dataclass(frozen=True, slots=True)
class Field:
    """A property; without a default it is absent until written.

    `refers` names the menu whose items it points at, `literal` the words that may stand there
    instead, `absent` a word that takes the property away.
    """

    name: str
    clean: Clean = text
    default: str | None = None
    refers: str = ""
    literal: tuple[str, ...] = ()
    absent: str = ""
    read_only: bool = False
    sensitive: bool = False


@dataclass(frozen=True, slots=True)
class Unique:
    """Two items with the same `field` for which `clash` holds cannot both exist."""

    field: str
    message: str
    clash: Callable[[Values, Values], bool] = lambda _one, _other: True


@dataclass(frozen=True)
class Schema:
    path: str
    fields: tuple[Field, ...]
    required: tuple[str, ...] = ()
    verbs: frozenset[str] = EDITABLE
    unique: tuple[Unique, ...] = ()
    indexed: tuple[str, ...] = ("name",)
    ordered: bool = False
    single: bool = False
    first_dynamic: int = FIRST_DYNAMIC


class Column:
    """A property ready to be written: prefix, default word, and where a live value comes from."""

    __slots__ = ("default", "live", "name", "prefix", "word")

    def __init__(self, of: Field, live: Callable[[Item], str | None] | None) -> None:
        self.name = of.name
        self.prefix = f"={of.name}="
        self.default = of.default
        self.word = b"" if of.default is None else word(self.prefix + of.default)
        self.live = live


@dataclass
class Table:
    """The items of one menu, in order."""

    schema: Schema
    tables: dict[str, Table] = field(default_factory=dict, repr=False)
    items: dict[int, Item] = field(default_factory=dict, repr=False)
    watchers: list[Watcher] = field(default_factory=list, repr=False)
    live: dict[str, Callable[[Item], str | None]] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        self.fields = {each.name: each for each in self.schema.fields}
        self.next_number = 1
        self.next_dynamic = self.schema.first_dynamic
        self.indexes: dict[str, dict[str, list[Item]]] = {
            name: {} for name in self.schema.indexed if name in self.fields
        }

    def column(self, name: str) -> Column | None:
        found = self.fields.get(name)
        return Column(found, self.live.get(name)) if found else None

    def text(self, item: Item, name: str) -> str | None:
        """The property as print shows it, None when the item does not have it."""
        if name == ".id":
            return None if self.schema.single else item.id
        value = item.values.get(name)
        if value is not None:
            return str(value)
        live = self.live.get(name)
        if live:
            return live(item)
        found = self.fields.get(name)
        return found.default if found else None

    def where(self, name: str, value: str) -> list[Item]:
        """The items with that value of an indexed property."""
        return list(self.indexes[name].get(value, ()))

    def named(self, name: str) -> Item | None:
        found = self.indexes["name"].get(name)
        return found[0] if found else None

    def find(self, number: str) -> list[Item]:
        """What `*HEX`, a name, a position or a comma list of them stands for. Raises Trap."""
        return [self._find(part) for part in number.split(",")]

    def _find(self, part: str) -> Item:
        found: Item | None = None
        if part.startswith("*"):
            try:
                found = self.items.get(int(part[1:], 16))
            except ValueError:
                found = None
        elif part.isdecimal():
            found = next(
                (each for at, each in enumerate(self.items.values()) if at == int(part)), None
            )
        elif "name" in self.indexes:
            found = self.named(part)
        if found is None:
            raise traps.no_such_item()
        return found

    def clean(self, name: str, value: str) -> str | Item | None:
        """The written value as it will be kept; None takes the property away. Raises Trap."""
        found = self.fields[name]
        if value == found.absent or (value == "" and (not found.default or found.refers)):
            return None
        if found.refers and value not in found.literal:
            return self._reference(found, value)
        kept = found.clean(name, value)
        return None if kept == found.default else kept

    def _reference(self, of: Field, value: str) -> str | Item:
        if of.clean is not text:
            try:
                return of.clean(of.name, value)
            except traps.Trap:
                pass
        item = self.tables[of.refers].named(value.removeprefix("!"))
        if item is None:
            raise traps.no_match(of.name)
        return value if value.startswith("!") else item

    def insert(
        self, values: dict[str, str | Item], *, dynamic: bool = False, number: int | None = None
    ) -> Item:
        """Put in an item that is known to be right, at the end."""
        if number is None and dynamic:
            number, self.next_dynamic = self.next_dynamic, self.next_dynamic + 1
        elif number is None:
            number, self.next_number = self.next_number, self.next_number + 1
        item = Item(number, values, dynamic)
        self.items[number] = item
        self._index(item)
        self.tell("added", item)
        return item

    def add(self, changes: Changes, *, dynamic: bool = False) -> Item:
        """Put in what a client asked for. Raises Trap."""
        for name in self.schema.required:
            if not changes.get(name):
                raise traps.missing(name)
        values = {name: value for name, value in changes.items() if value is not None}
        self._check_unique(values, None)
        return self.insert(values, dynamic=dynamic)

    def change(self, item: Item, changes: Changes) -> None:
        """Write the changes; None takes a property away. Raises Trap."""
        merged = {**item.values, **changes}
        values = {name: value for name, value in merged.items() if value is not None}
        self._check_unique(values, item)
        self._unindex(item)
        item.values = values
        self._index(item)
        self.tell("changed", item)

    def remove(self, items: Iterable[Item]) -> None:
        for item in items:
            if self.items.pop(item.number, None) is None:
                continue
            self._unindex(item)
            item.alive = False
            self.tell("removed", item)

    def clear(self) -> None:
        """Forget every item without telling anybody."""
        self.items.clear()
        for index in self.indexes.values():
            index.clear()

    def place(self, items: list[Item], before: Item | None) -> None:
        """Move the items before another one, or to the end."""
        moved = {item.number for item in items}
        order = [each for each in self.items.values() if each.number not in moved]
        at = order.index(before) if before in order else len(order)
        order[at:at] = items
        self.items = {each.number: each for each in order}

    def renumber(self, first: int) -> None:
        """Give the lasting items new ids from `first` on, as a reboot may do."""
        kept = list(self.items.values())
        self.items.clear()
        for item in kept:
            if 0 < item.number < FIRST_DYNAMIC:
                item.number, first = first, first + 1
            self.items[item.number] = item
        self.next_number = first

    def tell(self, event: str, item: Item) -> None:
        for watcher in self.watchers:
            watcher(event, item)

    def _check_unique(self, values: Values, own: Item | None) -> None:
        for rule in self.schema.unique:
            key = values.get(rule.field)
            for other in self.indexes[rule.field].get(str(key), ()) if key else ():
                if other is not own and rule.clash(values, other.values):
                    raise traps.failure(rule.message)

    def _index(self, item: Item) -> None:
        for name, index in self.indexes.items():
            value = item.values.get(name)
            if value is not None:
                index.setdefault(str(value), []).append(item)

    def _unindex(self, item: Item) -> None:
        for name, index in self.indexes.items():
            value = item.values.get(name)
            if value is not None:
                bucket = index[str(value)]
                bucket.remove(item)
                if not bucket:
                    del index[str(value)]
