"""Our accounts with providers: which there are, how they are, a test call, on and off."""

from __future__ import annotations

from domain.accounts import gateways
from domain.accounts.models import Gateway
from domain.ports import Health, Ports
from domain.staff import operators
from domain.staff.rights import Actor
from handlers.ui import guide
from handlers.ui.commands import action, command, screen
from handlers.ui.flows import Filling, Step, flow
from handlers.ui.screens import Button, Lines, Row, Screen, Text
from handlers.ui.turns import Turn

# Results of a test call that have a sentence of their own.
KNOWN = frozenset(
    {
        "health-ok", "health-sent", "health-no-test-call", "health-no-sender", "health-manual",
        "health-config", "health-auth", "health-no-credit", "health-unreachable", "health-busy",
        "health-unclear", "health-bad-recipient", "health-content-rejected", "health-window-closed",
        "health-opted-out", "health-marketing-declined", "health-template-problem",
    }
)  # fmt: skip


@command("gateways", right="gateway.manage", home=63)
async def by_command(turn: Turn, actor: Actor, ports: Ports) -> Screen:
    """Every account, by kind."""
    return await overview(actor, ports)


@screen("gateways", right="gateway.manage")
async def overview(actor: Actor, ports: Ports) -> Screen:
    """Every account, each a button to its card."""
    rows, shared = await gateways.list_gateways(actor), await gateways.shared_with(actor)
    lines = Lines(*(_row(row) for row in shared))
    return Screen(
        (
            Text("gateways-title") if rows or shared else Text("gateways-none"),
            *((Text("gateways-shared"), lines) if shared else ()),
        ),
        (*((Button(_row(row), "gateway", (row.id,)),) for row in rows), guide.HOME),
    )


def _row(row: Gateway) -> Text:
    icon, kind = Text(f"gateway-icon-{_state(row)}"), Text(f"gateway-kind-{row.kind}")
    return Text("gateways-row", icon=icon, name=row.name, kind=kind)


def _state(row: Gateway) -> str:
    if not row.enabled:
        return "off"
    return "troubled" if row.troubled_since else "on"


@screen("gateway", right="gateway.manage")
async def card(actor: Actor, ports: Ports, gateway_id: int) -> Screen:
    """One account; its credentials are never shown."""
    row = await gateways.managed(actor, gateway_id)
    owner = (await operators.get(row.operator_id)).name if row.operator_id else None
    switch = "gateway.ask-off" if row.enabled else "gateway.on"
    return Screen(
        (
            Lines(
                Text("gateway-head", name=row.name),
                Text("gateway-state", icon=Text(f"gateway-icon-{_state(row)}"),
                     state=Text(f"gateway-{_state(row)}")),
                Text("gateway-what", kind=Text(f"gateway-kind-{row.kind}"), provider=row.provider),
                Text("gateway-owner", operator=owner) if owner else Text("gateway-shared"),
                Text("gateway-troubled-since", at=row.troubled_since)
                if row.troubled_since
                else None,
            ),
        ),
        (
            (
                Button(Text("gateway-test"), "gateway.test", (row.id,)),
                *((Button(Text("gateway-trial"), "gateway.trial", (row.id,)),)
                  if row.kind != "payment" else ()),
            ),
            (
                Button(Text("gateway-switch-off" if row.enabled else "gateway-switch-on"), switch,
                       (row.id,), once=not row.enabled),
            ),
            (Button(Text("back"), "gateways"),),
        ),
    )  # fmt: skip


@action("gateway.test", right="gateway.manage", refresh="gateway")
async def test(turn: Turn, actor: Actor, ports: Ports, gateway_id: int) -> Screen:
    """A real call to the provider, and in words what came of it."""
    found = await gateways.try_out(actor, gateway_id, ports)
    return (await card(actor, ports, gateway_id)).below(result(found))


async def _address(filling: Filling, text: str) -> str:
    row = await gateways.managed(filling.actor, filling.values["gateway"])
    return gateways.trial_address(filling.actor, row.kind, text)


async def _tried(filling: Filling) -> Screen:
    actor, ports, gateway_id = filling.actor, filling.ports, filling.values["gateway"]
    text = ports.texts.t(actor.language, "gateway-trial-text")
    found = await gateways.send_trial(actor, gateway_id, filling.values["to"], text, ports)
    return (await card(actor, ports, gateway_id)).below(result(found))


TRIAL = flow(
    "trial",
    Step("to", Text("gateway-trial-ask"), parse=_address),
    do=_tried,
    right="gateway.manage",
)


@action("gateway.trial", right="gateway.manage", refresh="gateway")
async def trial(turn: Turn, actor: Actor, ports: Ports, gateway_id: int) -> Screen:
    """One message to whoever tries it."""
    return await guide.begin(TRIAL, turn, actor, ports, values={"gateway": gateway_id})


def result(found: Health) -> Text:
    """What a test call found, in words."""
    said = {"detail": found.detail or None, "balance": found.balance or None}
    if found.key in KNOWN:
        return Text(found.key, **said)
    return Text("health-refused", reason=found.key.removeprefix("health-"), **said)


@action("gateway.ask-off", right="gateway.manage", refresh="gateway")
async def ask_off(turn: Turn, actor: Actor, ports: Ports, gateway_id: int) -> Screen:
    """What is no longer possible without it."""
    row = await gateways.managed(actor, gateway_id)
    yes: Row = (Button(Text("gateway-off-yes"), "gateway.off", (row.id,), once=True),)
    back: Row = (Button(Text("back"), "gateway", (row.id,)),)
    kind = "payment" if row.kind == "payment" else "message"
    return Screen((Text(f"gateway-off-ask-{kind}", name=row.name),), (yes, back))


@action("gateway.off", right="gateway.manage", refresh="gateway")
async def off(turn: Turn, actor: Actor, ports: Ports, gateway_id: int) -> Screen:
    """Out of use until somebody switches it on."""
    await gateways.switch(actor, gateway_id, enabled=False)
    return (await card(actor, ports, gateway_id)).saying(Text("gateway-off"))


@action("gateway.on", right="gateway.manage", refresh="gateway")
async def on(turn: Turn, actor: Actor, ports: Ports, gateway_id: int) -> Screen:
    """Back into use."""
    await gateways.switch(actor, gateway_id, enabled=True)
    return (await card(actor, ports, gateway_id)).saying(Text("gateway-on"))
