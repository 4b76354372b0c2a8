"""Who may do what: every command and every button, for every role, for strangers to an operator."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from domain.billing.models import BillRun
from domain.customers.models import Zone
from domain.ports import Output, Ports
from domain.staff import people
from domain.staff.models import Role
from domain.staff.rights import EVERY_RIGHT, RIGHTS
from handlers.ui import commands
from handlers.ui.buttons import pack
from handlers.ui.commands import Command
from handlers.ui.drawing import draw
from handlers.ui.screens import Button, Text
from handlers.ui.turns import Turn
from tests.builders import a_person
from tests.cast import Cast
from tests.handlers import previews
from tests.handlers.previews import Previews
from tests.person import Person

PersonOf = Callable[..., Person]

# What anybody who works here may press or write: their own home, language and half-filled flows.
OPEN_ACTIONS = {
    "home", "language.set", "flow.choose", "flow.pick", "flow.tick", "flow.ticked",
    "flow.skip", "flow.back",
    "flow.changes", "flow.change", "flow.show", "flow.confirm", "flow.undo", "flow.resume",
    "flow.cancel",
}  # fmt: skip
OPEN_COMMANDS = {"start", "help", "language", "cancel"}
NAMES_OF_NORTH = re.compile(
    r"Rahim|Karim|Mirpur|Uttara|North|Bina|Chand|100[12]\b|\b017[12]|88017[12]|NORTH|9XK4",
    re.IGNORECASE,
)
CUSTOMERS_OF_NORTH = re.compile(
    r"Rahim|Karim|100[12]\b|\b017[12]|88017[12]|NORTH-|9XK4", re.IGNORECASE
)
MONEY = re.compile(r"৳|\bTk\b|BDT|1,?150|1,?000|১,?০০০|১,?১৫০")


@pytest.fixture
def ports(ports: Ports) -> Ports:
    return previews.outside(ports)


@pytest.fixture
async def shown(cast: Cast, ports: Ports) -> Previews:
    return await previews.furnish(cast, ports)


async def press(person: Person, name: str, shown: Previews) -> str:
    """Press a button of this action with what the previews have; all that comes back."""
    made = commands.ACTIONS[name]
    handler = commands.SCREENS.get(name, made.handler)
    before = 2 if name in commands.SCREENS else 3
    data = await pack(Button(Text("open"), name, shown.args(handler, before=before)), "")
    return await _said(person, choice=data, message_id="1")


async def write(person: Person, command: Command, rest: str = "") -> str:
    """Write the command; all that comes back."""
    return await _said(person, text=f"/{command.name} {rest}".strip())


async def _said(person: Person, **did: object) -> str:
    turn = Turn(
        app="telegram",
        chat=str(person.telegram_id),
        person=str(person.telegram_id),
        **did,  # type: ignore[arg-type]
    )
    reply = await person.conversation.handle(turn)
    texts = person.conversation.ports.texts
    drawn = await draw(reply.screen, reply.reader, texts, Output.PLAIN)
    labels = [key.label for row in drawn.keys for key in row]
    name = drawn.document.filename if drawn.document else ""
    return "\n".join((drawn.text, drawn.toast, name, *labels))


def own_commands() -> list[Command]:
    """The product's commands, each once."""
    found = {made.name: made for made in commands.COMMANDS.values()}
    return [made for made in found.values() if previews.ours(made.handler)]


def test_every_button_and_command_names_its_right() -> None:
    nameless = {name for name, right in previews.actions() if right is None}
    assert nameless == OPEN_ACTIONS
    assert {made.name for made in own_commands() if made.right is None} == OPEN_COMMANDS


def test_every_right_that_is_named_exists() -> None:
    named = {right for _, right in previews.actions()} | {made.right for made in own_commands()}
    named |= {flow.right for flow in previews.flows().values()}
    assert named - {None} <= EVERY_RIGHT


@pytest.mark.parametrize("role", list(Role))
async def test_without_the_right_it_is_said_plainly_and_nothing_happens(
    cast: Cast, person_of: PersonOf, shown: Previews, role: Role
) -> None:
    person = person_of(await a_person("Somebody", role, cast.isp))
    before = await previews.everything()
    for name, right in previews.actions():
        if right is not None and right not in RIGHTS[role]:
            said = await press(person, name, shown)
            assert "You don't have the right" in said, name
            assert not NAMES_OF_NORTH.search(said), name
    for command in own_commands():
        if command.right is not None and command.right not in RIGHTS[role]:
            said = await write(person, command, "1001 500")
            assert "You don't have the right" in said, command.name
    assert await previews.everything() == before


@pytest.mark.parametrize("role", list(Role))
async def test_home_and_help_offer_what_the_role_may_and_no_more(
    cast: Cast, person_of: PersonOf, role: Role
) -> None:
    person = person_of(await a_person("Somebody", role, cast.isp))
    helped = await write(person, commands.COMMANDS["help"])
    for command in own_commands():
        may = command.right is None or command.right in RIGHTS[role]
        assert (f"/{command.name} " in helped) == may, command.name


@pytest.mark.parametrize("language", ["en", "bn"])
async def test_noc_never_sees_an_amount(
    cast: Cast, person_of: PersonOf, shown: Previews, language: str
) -> None:
    dipa = person_of(cast.dipa)
    await _said(dipa, choice=await pack(Button(Text("open"), "language.set", (language,)), None))
    for name, _ in previews.actions():
        if not name.startswith("flow.") and name != "language.set":
            said = await press(dipa, name, shown)
            assert not MONEY.search(said), (name, said)
    for command in own_commands():
        for rest in ("", "1001", "rahim 500", cast.router.name, "2026-11"):
            said = await write(dipa, command, rest)
            assert not MONEY.search(said), (command.name, said)


async def test_nobody_of_another_operator_sees_a_name_or_changes_a_thing(
    cast: Cast, person_of: PersonOf, shown: Previews
) -> None:
    esha = person_of(cast.esha)
    shown.values |= {"period": "2026-11"}
    before = await previews.everything()
    for name, _ in previews.actions():
        if not name.startswith("flow.") and name != "group.bind":
            said = await press(esha, name, shown)
            assert not NAMES_OF_NORTH.search(said), (name, said)
    for command in (made for made in own_commands() if made.name != "help"):  # it has examples
        for rest in ("", "rahim", "1001", "mirpur", "NORTH-2026-000001", "1"):
            said = await write(esha, command, rest)
            assert not NAMES_OF_NORTH.search(said.replace(f"“{rest}”", "")), (command.name, said)
    assert await BillRun.filter(operator_id=cast.south.id).count() == 0
    after = await previews.everything()
    for table in ("card", "audit"):  # what is drawn for her, and what she tried
        before.pop(table), after.pop(table)
    hers = {row["id"] for row in after["bulk"] if row["author_id"] == cast.esha.staff_id}
    after["bulk"] = [row for row in after["bulk"] if row["id"] not in hers]
    after["bulk_line"] = [row for row in after["bulk_line"] if row["bulk_id"] not in hers]
    for table in ("event_setting", "template"):
        after[table] = [row for row in after[table] if row["operator_id"] != cast.south.id]
    assert after == before


async def test_who_is_limited_to_zones_sees_nobody_of_others_and_changes_nothing_of_theirs(
    cast: Cast, person_of: PersonOf, shown: Previews
) -> None:
    banani = await Zone.create(operator_id=cast.north.id, code="banani", name="Banani")
    mina = person_of(await a_person("Mina", Role.ADMIN, cast.north, zones=[banani]))
    before = await previews.everything()
    for name, _ in previews.actions():
        if not name.startswith("flow.") and name != "group.bind":
            said = await press(mina, name, shown)
            assert not CUSTOMERS_OF_NORTH.search(said), (name, said)
    for command in (made for made in own_commands() if made.name != "help"):
        for rest in ("", "rahim", "1001", "1001 500", "NORTH-2026-000001", "1"):
            said = await write(mina, command, rest)
            told = said
            for typed in (rest, *rest.split()):  # what was typed is said back
                told = told.replace(f"“{typed}”", "")
            assert not CUSTOMERS_OF_NORTH.search(told), (command.name, said)
    after = await previews.everything()
    for table in ("customer", "bill", "credit", "entry", "link", "message", "payment", "service",
                  "verification", "broadcast"):  # fmt: skip
        assert after[table] == before[table], table


async def test_a_person_who_was_removed_is_a_stranger_at_once(
    cast: Cast, person_of: PersonOf, shown: Previews
) -> None:
    bina = person_of(cast.bina)
    assert cast.bina.staff_id is not None
    await people.remove(cast.asha, cast.bina.staff_id)
    before = await previews.everything()
    for name, _ in previews.actions():
        said = await _said(
            bina, choice=await pack(Button(Text("open"), name, (cast.rahim.id,)), None)
        )
        assert not NAMES_OF_NORTH.search(said), name
    for command in own_commands():
        said = await write(bina, command, "1001 500")
        assert not NAMES_OF_NORTH.search(said), command.name
    assert await previews.everything() == before
