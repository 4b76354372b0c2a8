"""Moving customers to another billing profile: whom, what that does to them, and then done."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from domain.billing import moving, profiles
from domain.billing.moving import Chosen
from domain.customers import customers, offers
from domain.errors import NotFound
from domain.ports import Ports
from domain.staff.rights import Actor
from handlers.staff import profile_effects
from handlers.staff import profiles as cards
from handlers.ui import guide
from handlers.ui.commands import action
from handlers.ui.flows import Filling, Option, Step, flow
from handlers.ui.screens import Lines, Screen, Text, plain
from handlers.ui.turns import Turn

EVERYBODY = 0
_MOST_TYPED = 200


@action("profile.move", right=cards.CHANGES, refresh="profile")
async def ask_move(turn: Turn, actor: Actor, ports: Ports, profile_id: int) -> Screen:
    """Who is to be moved here."""
    row = await profiles.get(actor, profile_id)
    return await guide.begin(MOVE, turn, actor, ports, values={"profile": row.id})


async def _ask_whom(filling: Filling) -> Screen:
    row = await profiles.get(filling.actor, filling.values["profile"])
    return Screen((Text("profile-move-whom", name=row.name),))


async def _others(filling: Filling) -> Sequence[Option]:
    known = await profiles.list_profiles(filling.actor)
    return [
        Option(
            Text("profile-move-all", name=row.name, customers=row.customers), {"profile": row.id}
        )
        for row in known
        if row.customers and row.id != filling.values["profile"]
    ]


async def _codes(filling: Filling, text: str) -> dict[str, Any]:
    """Customers by their customer IDs, with commas or blanks between."""
    found = []
    for code in text.replace(",", " ").split()[:_MOST_TYPED]:
        row = await customers.find(filling.actor, code)
        if row is None:
            raise NotFound(what="customer", given=code[:40])
        found.append(row.id)
    if not found:
        raise NotFound(what="customer", given=text[:40])
    return {"customers": found}


def _is_profile(values: Any) -> bool:
    return "profile" in (values.get("whom") or {})


async def _packages(filling: Filling) -> Sequence[Option]:
    everybody = Option(Text("profile-move-everybody"), EVERYBODY)
    sold = await offers.packages(filling.actor)
    return [everybody, *(Option(plain(row.name), row.id) for row in sold)]


def _chosen(filling: Filling) -> Chosen:
    whom = filling.values["whom"]
    if "customers" in whom:
        return Chosen(customer_ids=tuple(whom["customers"]))
    return Chosen(whom["profile"], filling.values.get("package") or None)


async def _what_it_does(filling: Filling) -> Screen:
    row = await profiles.get(filling.actor, filling.values["profile"])
    would = await moving.foresee(filling.actor, row.id, _chosen(filling))
    if not would.customers:
        return Screen((Text("profile-move-nobody", name=row.name),))
    return Screen(
        (
            Text("profile-move-confirm", name=row.name, customers=would.customers),
            profile_effects.cuts(would.before, would.after),
            Lines(Text("foreseen-open"), Text("profile-move-then")),
        )
    )


async def _move(filling: Filling) -> Screen:
    profile_id = filling.values["profile"]
    moved = await moving.move(filling.actor, profile_id, _chosen(filling))
    shown = await cards.card(filling.actor, filling.ports, profile_id)
    return shown.below(Text("profile-moved", customers=moved))


MOVE = flow(
    "profile-move",
    Step("whom", _ask_whom, parse=_codes, options=_others, columns=1, resets=("package",)),
    Step(
        "package", Text("profile-move-ask-package"), options=_packages, when=_is_profile,
        default=EVERYBODY,
    ),
    confirm=_what_it_does,
    do=_move,
    right=cards.CHANGES,
)  # fmt: skip
