"""What a file of customers points to, by code or name: operators, zones, packages and so on."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from domain import money, signs, vault
from domain.billing import profiles
from domain.billing.models import BillingProfile
from domain.customers import catalog, letters, names
from domain.customers.models import Package, Zone
from domain.errors import InvalidValue, SeveralFound
from domain.money import Money
from domain.network import elements
from domain.network.models import Router
from domain.onboarding import cells
from domain.staff import operators
from domain.staff.models import Operator
from domain.staff.rights import Actor

USUAL_PROFILE = "standard"
_CODE_LENGTH = 32
_MODELS: dict[str, Any] = {
    "zone": Zone,
    "package": Package,
    "billing_profile": BillingProfile,
    "router": Router,
}


@dataclass(frozen=True, slots=True)
class Missing:
    """Something that a row points to and that is to be made first."""

    kind: str
    name: str
    operator: str  # code or name, empty for the actor's own
    price: str

    def check(self) -> None:
        """Raise unless the row says enough to make it: a package has a price.

        Raises `InvalidValue` for none, `AmountNotReadable`, `TooLong` for its name.
        """
        model = _MODELS.get(self.kind, Operator)
        signs.within(self.kind, self.name, model._meta.fields_map["name"].max_length)
        if self.kind == "package" and (not self.price or _is_none(self.price)):
            raise InvalidValue(field="price", given=self.price, example="1000")
        if self.kind == "package":
            money.parse(self.price)

    @property
    def key(self) -> tuple[str, str, str]:
        """What makes two rows point to the same: a zone is its operator's, the rest everybody's."""
        owner = self.operator.casefold() if self.kind == "zone" else ""
        return self.kind, self.name.casefold(), owner

    async def free_code(self) -> str:
        """A code made of the name that nothing of the kind has, whoever's it is."""
        words = [names.romanise(word) for word in names.normalise(self.name)]
        usual = "-".join(word for word in words if word)[:_CODE_LENGTH] or self.kind
        model = _MODELS.get(self.kind, Operator)
        for number in count(1):
            end = f"-{number}" if number > 1 else ""
            code = usual[: _CODE_LENGTH - len(end)] + end
            if not await model.exists(code=code):
                break
        return code


def _is_none(price: str) -> bool:
    return cells.is_free(price) or money.is_zero(price)


@dataclass(slots=True)
class References:
    """Everything within an actor's reach, by kind and small-letter code or name."""

    own: int
    operators: dict[int, Operator]
    above: set[int]
    _named: dict[tuple[str, str], list[tuple[int, int | None]]] = field(
        default_factory=lambda: defaultdict(list)
    )
    _examples: dict[str, str] = field(default_factory=dict)
    _called: dict[tuple[str, int], str] = field(default_factory=dict)
    _prices: dict[int, Money] = field(default_factory=dict)

    @classmethod
    async def load(cls, actor: Actor) -> References:
        """Read all of it once."""
        home = await operators.within(actor, None)
        within = await operators.subtree_ids(actor.operator_id)
        rows = {row.id: row for row in await Operator.filter(id__in=within)}
        made = cls(home.id, rows, set(operators.ids_of(home.path)))
        for row in rows.values():
            made._add("operator", row.id, row.id, row.code, row.name)
        for kind, model in _MODELS.items():
            for row in await model.all().order_by("id"):
                if made._reaches(row.operator_id):
                    made._add(kind, row.id, row.operator_id, getattr(row, "code", ""), row.name)
                if kind == "package":
                    made._prices[row.id] = Money(row.price_minor, row.currency)
        return made

    def _reaches(self, owner: int | None) -> bool:
        return owner is None or owner in self.operators or owner in self.above

    def _add(self, kind: str, row_id: int, owner: int | None, *called: str) -> None:
        self._examples.setdefault(kind, called[-1])
        self._called[kind, row_id] = called[-1]
        for name in {letters.plain(name).casefold() for name in called if name.strip()}:
            self._named[kind, name].append((row_id, owner))

    def operator(self, operator_id: int) -> Operator:
        """The operator, which is within reach."""
        return self.operators[operator_id]

    def above_of(self, operator_id: int) -> list[int]:
        """The operator and those above it: whose zones, packages and so on are its own, too."""
        return operators.ids_of(self.operators[operator_id].path)

    def called(self, kind: str, row_id: int | None) -> str:
        """The name of a row, empty for none and for what is out of reach."""
        return self._called.get((kind, row_id or 0), "")

    def price(self, package_id: int | None) -> Money | None:
        """What the package costs."""
        return self._prices.get(package_id or 0)

    def example(self, kind: str) -> str:
        """The name of one there is."""
        return self._examples.get(kind, "")

    def find(self, kind: str, given: str, operator_id: int | None) -> tuple[int, int | None] | None:
        """The row's id and its operator's: of this operator, else of one above it, or everybody's.

        None for what nobody has. Raises `SeveralFound` where the name alone does not tell.
        """
        found = self._named.get((kind, letters.plain(given).casefold()), [])
        if operator_id is not None and kind != "operator":
            near = [None, *operators.ids_of(self.operators[operator_id].path)]
            reached = [owner for owner in near if any(owner == of for _, of in found)]
            found = [(row, of) for row, of in found if of in reached[-1:]]
        if len(found) > 1:
            raise SeveralFound(what=kind, given=given, count=len(found))
        return found[0] if found else None

    def usual_profile(self, operator_id: int) -> int | None:
        """The billing profile of whoever names none: the standard one, or the only one."""
        if usual := self.find("billing_profile", USUAL_PROFILE, operator_id):
            return usual[0]
        every = {
            row
            for (kind, _), rows in self._named.items()
            if kind == "billing_profile"
            for row, _ in rows
        }
        return every.pop() if len(every) == 1 else None


async def make(actor: Actor, missing: Missing) -> None:
    """Make what a file points to, as far as a file can say what it is.

    A router comes without an address: switched off and watch-only until somebody completes it. One
    of that name that belongs to others stays as it is.
    """
    if missing.kind == "router":
        await elements.reserve(actor, missing.name, vault.the())
        return
    operator = await _operator_of(missing.operator)
    code = await missing.free_code()
    given: dict[str, Any] = {"code": code, "name": missing.name}
    if missing.kind == "operator":
        root = await operators.root()
        await operators.save(actor, **given, parent=root.code, currency=root.currency)
    elif missing.kind == "zone":
        await catalog.save_zone(actor, **given, operator_code=operator)
    elif missing.kind == "package":
        home, seller = await operators.within(actor, None), await operators.within(actor, operator)
        price = money.parse(missing.price, seller.currency)
        own = None if seller.currency == home.currency else seller.code
        await catalog.save_package(actor, **given, price=price, profile=code, operator_code=own)
    else:
        await profiles.save(actor, **given)


async def _operator_of(given: str) -> str | None:
    if not given:
        return None
    found = await Operator.filter(code=given).first() or await Operator.filter(name=given).first()
    return found.code if found else None
