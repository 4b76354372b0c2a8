"""Leads a person through a flow, from wherever it stands."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from domain.chat.principals import CustomerSelf, Principal, side_of
from domain.errors import DomainError
from domain.ports import Ports
from handlers.ui import errors, memory
from handlers.ui.commands import BOTH, action, command
from handlers.ui.flows import FLOWS, REQUIRED, Flow, Unclear, options_of
from handlers.ui.memory import State
from handlers.ui.screens import Button, Row, Screen, Text, alert, command_button, in_rows, toast
from handlers.ui.turns import Turn
from handlers.ui.walk import CONFIRM, DOING, Walk, offering

HOME: Row = (Button(Text("home"), "home"),)  # of staff


def home_of(principal: Principal) -> Row:
    """The way back to where everything starts, on either side."""
    if isinstance(principal, CustomerSelf):
        return (command_button(Text("home"), "start"),)
    return HOME


async def begin(
    flow: Flow,
    turn: Turn,
    actor: Principal,
    ports: Ports,
    *,
    values: Mapping[str, Any] | None = None,
    given: Mapping[str, str] | None = None,
) -> Screen:
    """Start a flow with the `values` that are known and the texts that were `given` for steps.

    Whatever was typed is read; what is missing or does not read is asked.
    """
    flow.require(actor)
    texts = {name: text for name, text in (given or {}).items() if text}
    state = State(flow.name, "", dict(values or {}), texts)
    before = await memory.load(turn)
    another = before is not None and bool(before.values) and before.values != state.values
    if before is not None and another and before.flow in FLOWS and before.step != DOING:
        await memory.put_aside(turn, before)
    screen = await Walk(flow, state, turn, actor, ports).go_on()
    await memory.drop_the_same(turn, state)
    return await offering(turn, screen) if another else screen


async def current(turn: Turn, actor: Principal, ports: Ports) -> Walk | None:
    """The flow that this person is in; the right to it is checked again."""
    state = await memory.load(turn)
    if state is None or state.flow not in FLOWS:
        return None
    flow = FLOWS[state.flow]
    if side_of(actor) not in flow.sides:
        return None
    flow.require(actor)
    return Walk(flow, state, turn, actor, ports)


async def answer(walk: Walk) -> Screen:
    """What was typed or sent in the middle of a flow."""
    step = walk.flow.step(walk.state.step)
    if step is None:
        return await walk.now(Text("flow-press"))
    try:
        walk.state.values[step.name] = await walk.read(step, walk.turn.text)
    except Unclear as several:
        return await walk.ask(step, unclear=several)
    except DomainError as why:
        return await walk.ask(step, errors.sentence(why))
    return await walk.go_on()


def gone(turn: Turn) -> Screen:
    """The flow that a button belonged to is over, or somebody else's."""
    if not turn.private:
        return alert(Text("flow-not-yours"))
    return toast(Text("flow-over"))


async def fresh(
    turn: Turn, actor: Principal, ports: Ports, args: tuple[str | int, ...], said: Text
) -> Screen:
    """The filling that a button belonged to as it is now, since the button is not good any more.

    Why an act was refused is said also where no filling is left, as for what is taken back.
    """
    walk = await _at(turn, actor, ports, str(args[0]) if args else "")
    refused = said.key != "changed-meanwhile"
    if walk is not None:
        return (await walk.now()).saying(said, alert=refused)
    if args and args[0] in FLOWS:
        return alert(said) if refused else toast(Text("undo-used"))
    return alert(said) if refused else gone(turn)


async def _at(turn: Turn, actor: Principal, ports: Ports, ref: str) -> Walk | None:
    """The filling that a button belongs to, also where another was begun since."""
    aside = await memory.look_aside(turn)
    if aside is not None and aside.ref == ref:
        await memory.take_up(turn)
    walk = await current(turn, actor, ports)
    return walk if walk is not None and walk.state.ref == ref else None


@action("flow.choose", sides=BOTH)
async def choose(
    turn: Turn, actor: Principal, ports: Ports, ref: str, step_name: str, number: int
) -> Screen:
    walk = await _at(turn, actor, ports, ref)
    if walk is None:
        return gone(turn)
    if walk.state.step != step_name or number >= len(walk.state.options):
        return (await walk.now()).saying(Text("changed-meanwhile"))
    walk.state.values[step_name] = walk.state.options[number]
    return await walk.go_on()


@action("flow.pick", sides=BOTH)
async def pick(
    turn: Turn, actor: Principal, ports: Ports, ref: str, step_name: str, number: int
) -> Screen:
    """A choice that stands where the whole is confirmed."""
    walk = await _at(turn, actor, ports, ref)
    step = walk.flow.step(step_name) if walk else None
    if walk is None or step is None:
        return gone(turn)
    if walk.state.step != CONFIRM or number >= step.beside:
        return (await walk.now()).saying(Text("changed-meanwhile"))
    walk.clear(step)
    walk.state.values[step_name] = (await options_of(step, walk.filling))[number].value
    return await walk.go_on()


@action("flow.tick", sides=BOTH)
async def tick(
    turn: Turn, actor: Principal, ports: Ports, ref: str, step_name: str, number: int
) -> Screen:
    """One of several choices, or no longer."""
    walk = await _at(turn, actor, ports, ref)
    step = walk.flow.step(step_name) if walk else None
    if walk is None or step is None:
        return gone(turn)
    if walk.state.step != step_name or number >= len(walk.state.options):
        return (await walk.now()).saying(Text("changed-meanwhile"))
    value, ticked = walk.state.options[number], walk.state.values.get(step_name, [])
    walk.state.values[step_name] = (
        [each for each in ticked if each != value] if value in ticked else [*ticked, value]
    )
    return await walk.ask(step)


@action("flow.ticked", sides=BOTH)
async def ticked(turn: Turn, actor: Principal, ports: Ports, ref: str, step_name: str) -> Screen:
    """Enough is ticked, or nothing is to be."""
    walk = await _at(turn, actor, ports, ref)
    if walk is None:
        return gone(turn)
    if walk.state.step == step_name:
        walk.state.values.setdefault(step_name, [])
    return await walk.now()


@action("flow.skip", sides=BOTH)
async def skip(turn: Turn, actor: Principal, ports: Ports, ref: str, step_name: str) -> Screen:
    walk = await _at(turn, actor, ports, ref)
    step = walk.flow.step(step_name) if walk else None
    if walk is None or step is None:
        return gone(turn)
    if walk.state.step == step_name and step.default is not REQUIRED:
        walk.state.values[step_name] = step.default
    return await walk.now()


@action("flow.back", sides=BOTH)
async def back(turn: Turn, actor: Principal, ports: Ports, ref: str, step_name: str) -> Screen:
    walk = await _at(turn, actor, ports, ref)
    step = walk.flow.step(step_name) if walk else None
    if walk is None or step is None:
        return gone(turn)
    before = walk.before(step)
    if walk.state.step == step_name and before is not None:
        walk.clear(before)
        return await walk.ask(before)
    return await walk.now()


@action("flow.changes", sides=BOTH)
async def changes(turn: Turn, actor: Principal, ports: Ports, ref: str) -> Screen:
    """Which of the things that are filled should be another."""
    walk = await _at(turn, actor, ports, ref)
    if walk is None:
        return gone(turn)
    buttons = [
        Button(step.label, "flow.change", (ref, step.name))
        for step in walk.flow.steps
        if step.when(walk.state.values)
    ]
    rows = in_rows(buttons)
    return Screen((Text("flow-change"),), rows).with_rows(
        (Button(Text("back"), "flow.show", (ref,)),)
    )


@action("flow.change", sides=BOTH)
async def change(turn: Turn, actor: Principal, ports: Ports, ref: str, step_name: str) -> Screen:
    walk = await _at(turn, actor, ports, ref)
    step = walk.flow.step(step_name) if walk else None
    if walk is None or step is None:
        return gone(turn)
    walk.clear(step)
    return await walk.ask(step)


@action("flow.show", sides=BOTH)
async def show(turn: Turn, actor: Principal, ports: Ports, ref: str) -> Screen:
    walk = await _at(turn, actor, ports, ref)
    return gone(turn) if walk is None else await walk.go_on()


@action("flow.confirm", sides=BOTH)
async def confirm(turn: Turn, actor: Principal, ports: Ports, ref: str, seal: str) -> Screen:
    """Do what the card showed, and nothing else that was filled in since."""
    walk = await _at(turn, actor, ports, ref)
    if walk is None:
        return gone(turn)
    if walk.seal != seal:
        return (await walk.now()).saying(Text("changed-meanwhile"))
    return await walk.do() if walk.state.step == CONFIRM else await walk.now()


@action("flow.undo", sides=BOTH)
async def undo(turn: Turn, actor: Principal, ports: Ports, name: str, *args: str | int) -> Screen:
    flow = FLOWS.get(name)
    if flow is None or flow.undo is None or side_of(actor) not in flow.sides:
        return gone(turn)
    return await flow.undo(turn, actor, ports, *args)


@action("flow.resume", sides=BOTH)
async def resume(turn: Turn, actor: Principal, ports: Ports) -> Screen:
    await memory.take_up(turn)
    walk = await current(turn, actor, ports)
    return gone(turn) if walk is None else await walk.now()


@action("flow.cancel", sides=BOTH)
async def leave(turn: Turn, actor: Principal, ports: Ports, ref: str) -> Screen:
    walk = await _at(turn, actor, ports, ref)
    if walk is None:
        return gone(turn)
    await memory.forget(turn)
    return await offering(
        turn, Screen((Text("cancelled", flow=walk.flow.title),), (home_of(actor),))
    )


@command("cancel", groups=True, sides=BOTH)
async def cancel(turn: Turn, actor: Principal, ports: Ports) -> Screen:
    """Nothing half-filled is left."""
    state = await memory.load(turn) or await memory.take_up(turn)
    if state is None:
        return Screen((Text("cancel-nothing"),), (home_of(actor),))
    await memory.forget(turn)
    title = FLOWS[state.flow].title if state.flow in FLOWS else Text("flow-unknown")
    return await offering(turn, Screen((Text("cancelled", flow=title),), (home_of(actor),)))
