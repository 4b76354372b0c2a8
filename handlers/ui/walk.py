"""One person in one flow: what is asked next, with its choices and ways out."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from domain import tokens
from domain.chat.principals import Principal
from domain.errors import Busy, DomainError, Refused
from domain.ports import Ports
from handlers.ui import buttons, errors, memory
from handlers.ui.flows import FLOWS, REQUIRED, Filling, Flow, Option, Step, Unclear, options_of
from handlers.ui.memory import State
from handlers.ui.screens import Button, FlowStep, Row, Screen, Text, in_rows
from handlers.ui.turns import Turn

CONFIRM, DOING = "#confirm", "#doing"
SEAL = 6
OUR_BUTTONS = tuple(
    buttons.code_of(f"flow.{name}")
    for name in (
        "choose", "pick", "tick", "ticked", "skip", "back", "change", "confirm", "show", "resume",
    )
)  # fmt: skip
MOST_CHOICES = 60  # choices on one card; further ones are typed


@dataclass(frozen=True, slots=True)
class Walk:
    """One person in one flow at this turn."""

    flow: Flow
    state: State
    turn: Turn
    actor: Principal
    ports: Ports

    @property
    def filling(self) -> Filling:
        return Filling(self.turn, self.actor, self.ports, self.state.values, self.state.ref)

    @property
    def seal(self) -> str:
        """Another as soon as anything filled is another: what is confirmed is what was shown."""
        filled = json.dumps(self.state.values, sort_keys=True, ensure_ascii=False)
        return tokens.base62(hashlib.sha256(filled.encode()).digest(), 1)[-SEAL:]

    async def go_on(self, *said: Text) -> Screen:
        """Read what was given, ask for what is missing, else show what will happen."""
        for step in self.flow.steps:
            if step.name in self.state.values or not step.when(self.state.values):
                continue
            try:
                text = self.state.given.pop(step.name, "")
                if text:
                    self.state.values[step.name] = await self.read(step, text)
                elif step.default is not REQUIRED and not step.asked:
                    self.state.values[step.name] = step.default
                else:
                    return await self.ask(step, *said)
            except Unclear as several:
                return await self.ask(step, *said, unclear=several)
            except DomainError as why:
                return await self.ask(step, *said, errors.sentence(why))
        return await self.show(*said)

    async def read(self, step: Step, text: str) -> Any:
        """The value of a text: one of the choices by its label or value, or as `parse` reads it."""
        if not step.many:
            return await self._read(step, text)
        parts = [part for part in text.split(",") if part.strip()]
        named = [await self._read(step, part) for part in parts]
        return list(dict.fromkeys([*self.state.values.get(step.name, []), *named]))

    async def _read(self, step: Step, text: str) -> Any:
        wanted = text.strip().casefold()
        for option in await options_of(step, self.filling):
            label = self.ports.texts.t(self.actor.language, option.label.key, **option.label.values)
            if wanted in {label.casefold(), str(option.value).casefold()}:
                return option.value
        return await step.parse(self.filling, text)

    async def ask(self, step: Step, *said: Text, unclear: Unclear | None = None) -> Screen:
        """The question of a step, with its choices."""
        options = unclear.options if unclear else await options_of(step, self.filling)
        self.state.step = step.name
        self.state.options = [option.value for option in options]
        await memory.save(self.turn, self.state)
        screen = await self._question(step, unclear)
        asked = Screen(screen.blocks, screen.buttons, screen.document)
        if not self.turn.private:
            asked = self._in_front_of_all(asked)
        return (
            asked.below(*said)
            .with_rows(*self._choices(step, options), self._ways_out(step))
            .asking(FlowStep(self.flow.name, step.name, step.takes))
        )

    def _in_front_of_all(self, asked: Screen) -> Screen:
        """A group's card stays for the others; of what is written there the bot sees replies."""
        is_ours = self.turn.choice.startswith(OUR_BUTTONS)
        reply = Text("flow-reply-here", name=self.turn.person_name)
        return replace(asked, blocks=(*asked.blocks, reply), edit=is_ours)

    async def _question(self, step: Step, unclear: Unclear | None) -> Screen:
        if unclear is not None:
            return Screen((unclear.ask,))
        if isinstance(step.ask, Text):
            return Screen((step.ask,))
        return await step.ask(self.filling)

    def _choices(self, step: Step, options: Sequence[Option]) -> tuple[Row, ...]:
        here = (self.state.ref, step.name)
        if not step.many:
            offered = [
                Button(option.label, "flow.choose", (*here, number))
                for number, option in enumerate(options[:MOST_CHOICES])
            ]
            return in_rows(offered, step.columns)
        ticked = self.state.values.get(step.name, [])
        offered = [
            Button(
                Text("chosen", label=option.label) if option.value in ticked else option.label,
                "flow.tick",
                (*here, number),
            )
            for number, option in enumerate(options[:MOST_CHOICES])
        ]
        return (*in_rows(offered, step.columns), (Button(Text("done"), "flow.ticked", here),))

    def _ways_out(self, step: Step) -> Row:
        here = (self.state.ref, step.name)
        back = Button(Text("back"), "flow.back", here)
        skip = Button(Text("skip"), "flow.skip", here)
        leave = Button(Text("cancel"), "flow.cancel", (self.state.ref,))
        return (
            *((back,) if self.before(step) else ()),
            *((skip,) if step.default is not REQUIRED else ()),
            leave,
        )

    def before(self, step: Step) -> Step | None:
        """The step that was filled before this one."""
        filled = [
            each
            for each in self.flow.steps[: self.flow.steps.index(step)]
            if each.name in self.state.values and each.asked and each.when(self.state.values)
        ]
        return filled[-1] if filled else None

    async def show(self, *said: Text) -> Screen:
        """What will happen, to be confirmed; without such a card it is done now."""
        if self.flow.confirm is None:
            return await self.do()
        self.state.step, self.state.options = CONFIRM, []
        await memory.save(self.turn, self.state)
        ref = self.state.ref
        agree = Button(Text(self.flow.agree), "flow.confirm", (ref, self.seal), once=True)
        change = Button(Text("change"), "flow.changes", (ref,))
        leave = Button(Text("cancel"), "flow.cancel", (ref,))
        screen = await self.flow.confirm(self.filling)
        return screen.below(*said).with_rows(*await self._beside(), (agree,), (change, leave))

    async def _beside(self) -> tuple[Row, ...]:
        """Choices that stand where Confirm is; the one in force is marked."""
        rows = []
        for step in self.flow.steps:
            if not step.beside or not step.when(self.state.values):
                continue
            options = (await options_of(step, self.filling))[: step.beside]
            chosen = self.state.values.get(step.name)
            rows.append(
                tuple(
                    Button(
                        Text("chosen", label=option.label)
                        if option.value == chosen
                        else option.label,
                        "flow.pick",
                        (self.state.ref, step.name, number),
                    )
                    for number, option in enumerate(options)
                )
            )
        return tuple(rows)

    async def do(self) -> Screen:
        """Do it. When it was refused everything stays filled, to be put right."""
        self.state.step = DOING
        await memory.save(self.turn, self.state)
        try:
            screen = await self.flow.do(self.filling)
        except (DomainError, Refused, Busy) as why:
            return await self._refused(errors.sentence(why))
        await memory.forget(self.turn)
        return await offering(self.turn, screen)

    async def _refused(self, why: Text) -> Screen:
        if self.flow.confirm is not None:
            return await self.show(why)
        last = [step for step in self.flow.steps if step.name in self.state.values][-1]
        del self.state.values[last.name]
        return await self.ask(last, why)

    async def now(self, *said: Text) -> Screen:
        """The card of wherever the flow stands."""
        if self.state.step == DOING:
            return self.interrupted().below(*said)
        return await self.go_on(*said)

    def clear(self, step: Step) -> None:
        """Forget a step and what hangs on it; what is ticked stays, to be ticked otherwise."""
        for name in (*(() if step.many else (step.name,)), *step.resets):
            self.state.values.pop(name, None)

    def interrupted(self) -> Screen:
        """The process ended in the middle of doing it: a person looks before trying again."""
        ref = self.state.ref
        return Screen(
            (Text("flow-interrupted", flow=self.flow.title),),
            (
                (Button(Text("show-again"), "flow.show", (ref,)),),
                (Button(Text("cancel"), "flow.cancel", (ref,)),),
            ),
        )


async def offering(turn: Turn, screen: Screen) -> Screen:
    """The screen, with the offer to go on with the flow that was put aside, said once."""
    aside = await memory.look_aside(turn)
    if aside is None or aside.flow not in FLOWS or screen.offers("flow.resume"):
        return screen
    text = Text("flow-resume", flow=FLOWS[aside.flow].title)
    return screen.with_rows((Button(text, "flow.resume"),))
