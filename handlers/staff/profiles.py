"""Billing profiles in the chat: which there are, their terms in words, and changing them."""

from __future__ import annotations

from collections.abc import Sequence

from domain.billing import foreseeing, profiles, terms
from domain.billing.views import ProfileView
from domain.ports import Ports
from domain.staff.rights import Actor
from handlers.staff import profile_effects, profile_steps
from handlers.staff import profile_words as words
from handlers.ui import guide
from handlers.ui.commands import action, command, screen
from handlers.ui.flows import Filling, Option, Step, flow
from handlers.ui.screens import Button, Lines, Row, Screen, Text, in_rows
from handlers.ui.turns import Turn

SEES, CHANGES = "bill.run", "catalog.manage"


@command("profiles", right=SEES, home=64)
async def by_command(turn: Turn, actor: Actor, ports: Ports) -> Screen:
    """Every billing profile, with how many customers are on it."""
    return await overview(actor, ports)


@screen("profiles", right=SEES)
async def overview(actor: Actor, ports: Ports) -> Screen:
    """Every profile, each a button to its card."""
    rows = await profiles.list_profiles(actor)
    return Screen(
        (Text("profiles-title") if rows else Text("profiles-none"),),
        (
            *(
                (
                    Button(
                        Text("profiles-row", name=row.name, customers=row.customers),
                        "profile",
                        (row.id,),
                    ),
                )
                for row in rows
            ),
            guide.HOME,
        ),
    )


@screen("profile", right=SEES)
async def card(actor: Actor, ports: Ports, profile_id: int) -> Screen:
    """One profile, with all its terms in words."""
    row = await profiles.get(actor, profile_id)
    return Screen(
        (
            _head(row),
            *(words.part(part, row.terms, row.currency) for part in words.PARTS),
        ),
        (*(_doors(row) if row.may_change else ()), _copying(row), _back_to_list()),
    )


def _head(row: ProfileView) -> Lines:
    return Lines(
        Text("profile-head", name=row.name, code=row.code),
        Text("profile-customers", customers=row.customers),
        Text("profile-owner", operator=row.operator) if row.operator else Text("profile-shared"),
        None if row.may_change else Text("profile-not-yours"),
    )


def _doors(row: ProfileView) -> tuple[Row, ...]:
    parts = [
        Button(Text(f"profile-open-{part}"), "profile.part", (row.id, part)) for part in words.PARTS
    ]
    name = Button(Text("profile-rename"), "profile.term", (row.id, "name"))
    return in_rows([*parts, name])


def _copying(row: ProfileView) -> Row:
    return (
        Button(Text("profile-copy"), "profile.copy", (row.id,)),
        Button(Text("profile-move"), "profile.move", (row.id,)),
    )


def _back_to_list() -> Row:
    return (Button(Text("back"), "profiles"),)


@screen("profile.part", right=CHANGES)
async def part(actor: Actor, ports: Ports, profile_id: int, part: str) -> Screen:
    """What stands together, each term a button by which it is changed."""
    row = await profiles.get(actor, profile_id)
    names = words.PARTS.get(part) or words.PARTS["bills"]
    buttons = [
        Button(words.line(name, row.terms[name], row.currency), "profile.term", (row.id, name))
        for name in names
    ]
    return Screen(
        (
            Lines(
                Text(f"profile-part-{words.part_of(names[0])}"), Text("profile-of", name=row.name)
            ),
        ),
        (
            *in_rows(buttons, 1),
            *profile_steps.doors(row, names),
            (Button(Text("back"), "profile", (row.id,)),),
        ),
    )


@action("profile.term", right=CHANGES, refresh="profile")
async def ask_term(turn: Turn, actor: Actor, ports: Ports, profile_id: int, term: str) -> Screen:
    """Asks what one term shall be: what can be tapped is tapped, the rest is typed."""
    row = await profiles.get(actor, profile_id)
    return await guide.begin(TERM, turn, actor, ports, values={"profile": row.id, "term": term})


async def _ask(filling: Filling) -> Screen:
    term = filling.values["term"]
    row = await profiles.get(filling.actor, filling.values["profile"])
    if term == "name":
        return Screen((Text("profile-ask-name", name=row.name),))
    return Screen(
        (
            Text(f"term-ask-{term.replace('_', '-')}"),
            Text("profile-now", value=words.said(term, row.terms[term], row.currency)),
        )
    )


async def _offered(filling: Filling) -> Sequence[Option]:
    term = filling.values["term"]
    row = await profiles.get(filling.actor, filling.values["profile"])
    offered = words.choices(term, row.currency) if term in terms.TERMS else []
    return [Option(label, value) for label, value in offered]


async def _read(filling: Filling, text: str) -> str:
    """What was typed, once it is known to be readable."""
    await profiles.read(filling.actor, filling.values["profile"], filling.values["term"], text)
    return text.strip()


async def _show(filling: Filling) -> Screen:
    values = filling.values
    return await foreseen(
        filling.actor, filling.ports, values["profile"], values["term"], values["value"]
    )


TERM = flow(
    "profile-term",
    Step("value", _ask, parse=_read, options=_offered, columns=1),
    do=_show,
    right=CHANGES,
)


@screen("profile.foreseen", right=CHANGES)
async def foreseen(actor: Actor, ports: Ports, profile_id: int, term: str, value: str) -> Screen:
    """What a change will do to whom, before it is saved."""
    would = await foreseeing.foresee(actor, profile_id, term, value)
    row = await profiles.get(actor, profile_id)
    back: Row = (Button(Text("back"), *_place(row, term)),)
    if not would.columns:
        return Screen((Text("profile-so-already"),), (back,))
    args = (row.id, term, value, row.version)
    save = Button(Text("profile-save"), "profile.save", args, once=True)
    return Screen((_changing(row, term, would), *profile_effects.told(would)), ((save,), back))


def _place(row: ProfileView, term: str) -> tuple[str, tuple[str | int, ...]]:
    named = words.part_of(term)
    return ("profile.part", (row.id, named)) if named else ("profile", (row.id,))


def _changing(row: ProfileView, term: str, would: foreseeing.Foreseen) -> Lines:
    ((_, after),) = would.columns.items()
    before = row.name if term == "name" else row.terms[term]
    return Lines(
        Text(
            "profile-changing",
            name=words.name_of(term),
            was=words.said(term, before, row.currency),
            now=words.said(term, after, row.currency),
        ),
        Text("profile-of", name=row.name),
        Text("profile-customers", customers=row.customers),
    )


@action("profile.save", right=CHANGES, refresh="profile.foreseen")
async def save(
    turn: Turn, actor: Actor, ports: Ports, profile_id: int, term: str, value: str, version: str
) -> Screen:
    """Save the change as it was shown, unless somebody changed the profile meanwhile."""
    row = await profiles.change(actor, profile_id, term, value, seen=version)
    screen, args = _place(row, term)
    named = str(args[1]) if screen == "profile.part" else ""
    shown = await (part(actor, ports, row.id, named) if named else card(actor, ports, row.id))
    return shown.saying(Text("profile-saved"))


@action("profile.copy", right=CHANGES, refresh="profile")
async def ask_copy(turn: Turn, actor: Actor, ports: Ports, profile_id: int) -> Screen:
    """A new profile like this one: what is it called?"""
    row = await profiles.get(actor, profile_id)
    return await guide.begin(COPY, turn, actor, ports, values={"profile": row.id})


async def _any_name(filling: Filling, text: str) -> str:
    return profiles.named(text)


async def _confirm_copy(filling: Filling) -> Screen:
    row = await profiles.get(filling.actor, filling.values["profile"])
    name = filling.values["name"]
    return Screen((Text("profile-copy-confirm", name=name, like=row.name),))


async def _copy(filling: Filling) -> Screen:
    values = filling.values
    made = await profiles.copy(filling.actor, values["profile"], values["name"])
    shown = await card(filling.actor, filling.ports, made.id)
    return shown.below(Text("profile-copied", name=made.name))


COPY = flow(
    "profile-copy",
    Step("name", Text("profile-ask-new-name"), parse=_any_name),
    confirm=_confirm_copy,
    do=_copy,
    right=CHANGES,
)
