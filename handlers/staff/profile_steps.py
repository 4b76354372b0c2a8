"""The steps of a profile's reminders: each with its hour and channels, changed by taps."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from domain.billing import profiles, steps, terms
from domain.billing.steps import Step
from domain.billing.views import ProfileView
from domain.errors import Outdated
from domain.messaging import telling
from domain.outreach import timetable
from domain.ports import Ports
from domain.staff.rights import Actor
from handlers.staff import profile_words as words
from handlers.ui.commands import screen
from handlers.ui.screens import Button, Lines, Row, Screen, Text, in_rows

Choice = Callable[..., Button]
CHANGES = "catalog.manage"
_NOTIFIERS = {"reminder_days": timetable.DUE, "expiry_days": timetable.EXPIRY}
_HOURS = (8, 9, 10, 12, 16, 18, 20)
_WAYS = ("whatsapp/sms", "sms", "email", "sms+email", "sms/email")


def doors(row: ProfileView, names: Iterable[str]) -> tuple[Row, ...]:
    """A button for each step of these terms."""
    return in_rows(
        [
            Button(
                Text("profile-step", step=words.step(term, one)),
                "profile.step",
                (row.id, term, one.days),
            )
            for term in names
            if term in terms.STEPPED
            for one in _steps(row, term)
        ],
        1,
    )


def _steps(row: ProfileView, term: str) -> list[Step]:
    return steps.of(row.terms[term] or ())


@screen("profile.step", right=CHANGES)
async def card(actor: Actor, ports: Ports, profile_id: int, reminders: str, step: int) -> Screen:
    """One step: its hour, its channels, or none of it; each choice is looked at before it holds."""
    row = await profiles.get(actor, profile_id)
    known = _steps(row, reminders) if reminders in terms.STEPPED else []
    one = next((each for each in known if each.days == step), None)
    if one is None:
        raise Outdated
    others = [each for each in known if each is not one]

    def choice(label: Text, *made: Step) -> Button:
        line = steps.written(sorted([*others, *made], key=lambda each: each.days))
        return Button(label, "profile.foreseen", (row.id, reminders, line or terms.NEVER))

    hour = one.hour if one.hour is not None else row.terms["reminder_hour"]
    return Screen(
        (
            Lines(
                words.name_of(reminders),
                words.step(reminders, one),
                Text("profile-of", name=row.name),
            ),
            Lines(
                Text("profile-step-at", hour=Text("term-step-hour", hour=hour)),
                Text("profile-step-by", ways=words.ways(one))
                if one.channels
                else Text("profile-step-usual"),
            ),
        ),
        (
            *in_rows(_hours(one, choice), 4),
            *in_rows(_ways(one, choice), 2),
            _words(actor, reminders, step),
            (choice(Text("profile-step-drop")),),
            (Button(Text("back"), "profile.part", (row.id, words.part_of(reminders))),),
        ),
    )


def _words(actor: Actor, term: str, days: int) -> Row:
    """The door to the words of the step, for who may change them."""
    notice = _NOTIFIERS[term].notice(days)
    if notice is None or not actor.can(telling.CHANGES):
        return ()
    return (Button(Text("profile-step-words"), "notice.step", (notice.key, days)),)


def _hours(one: Step, choice: Choice) -> Sequence[Button]:
    own = [
        choice(Text("term-step-hour", hour=hour), replace(one, hour=hour))
        for hour in _HOURS
        if hour != one.hour
    ]
    usual = choice(Text("profile-step-usual-hour"), replace(one, hour=None))
    return own if one.hour is None else [*own, usual]


def _ways(one: Step, choice: Choice) -> Sequence[Button]:
    found = [one.by(ways) for ways in _WAYS]
    own = [choice(words.ways(made), made) for made in found if made != one]
    usual = choice(Text("profile-step-usual-ways"), one.by(""))
    return [*own, usual] if one.channels else own
