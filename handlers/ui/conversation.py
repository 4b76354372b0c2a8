"""From a turn to what is shown: the same for every chat app, for tests and for the demo."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace

from domain.chat import groups
from domain.chat import memory as tokens
from domain.chat.addresses import TELEGRAM
from domain.chat.principals import CustomerSelf, Principal, side_of
from domain.errors import AlreadyDone, DomainError, InvalidState, Outdated, RightLacking, TokenUsed
from domain.messaging import recognition
from domain.ports import Ports
from domain.staff import operators, people
from domain.staff.rights import Actor
from handlers.ui import buttons, commands, errors, guide, memory, raised, walk
from handlers.ui.commands import Action, Command
from handlers.ui.drawing import Reader
from handlers.ui.flows import FLOWS
from handlers.ui.screens import SILENCE, Button, Found, Row, Screen, Text, alert
from handlers.ui.turns import Turn

Guest = Callable[[Turn, Ports], Awaitable[Screen]]
InGroup = Callable[[Turn, Actor, Ports], Awaitable[Screen]]

COMMAND = buttons.code_of("command")


@dataclass(frozen=True, slots=True)
class Reply:
    """What is shown, and to whom; `principal` is None for whoever is not known."""

    screen: Screen
    reader: Reader
    principal: Principal | None = None


async def greet(turn: Turn, ports: Ports) -> Screen:
    """For whoever is not staff, as long as nobody else talks to them."""
    root = await operators.root()
    return Screen(
        (
            Text("guest-hello", isp=root.name),
            Text("guest-unknown", chat=turn.person),
            Text("guest-join"),
        ),
        ((Button(Text("guest-share"), shares_number=True),),),
    )


async def stay_out(turn: Turn, actor: Actor, ports: Ports) -> Screen:
    """Staff talk to each other in groups; nothing of it is ours."""
    return SILENCE


class Conversation:
    """Routes turns. `guest` talks to whoever is not staff, `in_group` gets what staff write in
    groups beside commands, `joined` are the words after `/start` of a person who is not staff."""

    def __init__(self, ports: Ports, *, guest: Guest = greet, in_group: InGroup = stay_out) -> None:
        self.ports = ports
        self._guest = guest
        self._in_group = in_group
        self._actions = {buttons.code_of(name): made for name, made in commands.ACTIONS.items()}
        if len(self._actions) != len(commands.ACTIONS):
            raise ValueError("two actions have the same code: rename one")

    async def handle(self, turn: Turn) -> Reply:
        """What the person is shown; whatever goes wrong becomes a sentence."""
        actor = await self._principal(turn)
        if actor is None or _joins(turn, actor):
            screen = await self._stranger(turn)
            known = await self._principal(turn)
            if known is not None:
                screen = commands.permitted(screen, known)
                return Reply(screen, await self._reader(turn, known), known)
            return Reply(screen, await self._reader_of(turn))
        try:
            screen = await self._known(turn, actor)
        except Exception as why:
            screen = _said(turn, why, guide.home_of(actor))
        if turn.private:
            screen = commands.permitted(screen, actor)
        spoken_to = replace(actor, language=screen.language or actor.language)
        return Reply(screen, await self._reader(turn, spoken_to), spoken_to)

    async def search(self, turn: Turn) -> tuple[list[Found], Reader]:
        """What the inline mode finds for a person; nothing for whoever is not staff."""
        actor = await self._staff_of(turn)
        if actor is None:
            return [], await self._reader_of(turn)
        try:
            hits = [await search(actor, self.ports, turn.text) for search in commands.INLINE]
        except Exception as why:
            errors.sentence(why)
            hits = []
        return [found for each in hits for found in each], await self._reader(turn, actor)

    async def _reader(self, turn: Turn, actor: Principal) -> Reader:
        if turn.private:
            return Reader(actor.language, actor.timezone, actor.key)
        group = await groups.find(turn.chat)
        return Reader(group.language if group else actor.language, actor.timezone)

    async def _reader_of(self, turn: Turn) -> Reader:
        root = await operators.root()
        hint = turn.language.split("-")[0]
        known = hint in self.ports.texts.languages()
        return Reader(hint if known else root.language, root.timezone)

    async def _principal(self, turn: Turn) -> Principal | None:
        """Staff first; a customer is spoken to alone."""
        actor = await self._staff_of(turn)
        if actor is not None or not turn.private:
            return actor
        return await recognition.customer_at(turn.address)

    async def _staff_of(self, turn: Turn) -> Actor | None:
        return await people.actor_of(int(turn.person)) if turn.app == TELEGRAM else None

    async def _stranger(self, turn: Turn) -> Screen:
        if not turn.private:
            return alert(Text("guest-no-tap")) if turn.choice else SILENCE
        try:
            if token := _token(turn):
                return await self._join(turn, token)
            if turn.contact:
                return await self._introduced(turn)
            return await self._guest(turn, self.ports)
        except Exception as why:
            return _said(turn, why)

    async def _introduced(self, turn: Turn) -> Screen:
        """Somebody showed the number that is their own."""
        customer = await recognition.introduce(turn.address, turn.contact)
        if customer is None:
            root = await operators.root()
            office = (Text("my-office", phone=root.support_phone),) if root.support_phone else ()
            return Screen((Text("guest-nobody", isp=root.name), *office))
        return await self._run(commands.OF_CUSTOMERS["start"], replace(turn, text=""), customer)

    async def _join(self, turn: Turn, token: str) -> Screen:
        try:
            actor = await people.join(token, int(turn.person), turn.person_name)
        except TokenUsed:
            return (await self._guest(turn, self.ports)).below(Text("join-used"))
        home = await self._run(commands.COMMANDS["start"], replace(turn, text=""), actor)
        return home.below(Text("join-welcome", name=actor.name))

    async def _known(self, turn: Turn, actor: Principal) -> Screen:
        if turn.choice:
            return await self._pressed(turn, actor)
        if typed := commands.read(turn.text):
            return await self._typed(turn, actor, *typed)
        flow = await guide.current(turn, actor, self.ports)
        if flow is not None:
            return await guide.answer(flow)
        if isinstance(actor, CustomerSelf):
            if turn.contact:
                return await self._introduced(turn)
            return await commands.WORDS[0](turn, actor, self.ports)
        if not turn.private:
            return await self._in_group(turn, actor, self.ports)
        if turn.text:
            return await self._run(commands.COMMANDS["find"], turn, actor)
        return Screen((Text("sent-unasked"),), (guide.HOME,))

    async def _typed(self, turn: Turn, actor: Principal, name: str, bot: str, rest: str) -> Screen:
        if bot and bot.lower() != self.ports.bot_username.lower():
            return SILENCE
        made = commands.known_to(side_of(actor)).get(name)
        if made is None:
            return _unknown(turn, actor, name)
        if not turn.private and not made.groups:
            return Screen((Text("command-in-private"),))
        if made.right is not None:
            actor.require(made.right)
        turn = replace(turn, text=rest)
        state = None if made.name == "cancel" else await memory.load(turn)
        if state is None:
            return await self._run(made, turn, actor)
        if state.flow in FLOWS and state.step != walk.DOING:
            await memory.put_aside(turn, state)
        return await walk.offering(turn, await self._run(made, turn, actor))

    async def _run(self, made: Command, turn: Turn, actor: Principal) -> Screen:
        if made.right is not None:
            actor.require(made.right)
        return await made.handler(turn, actor, self.ports)

    async def _pressed(self, turn: Turn, actor: Principal) -> Screen:
        try:
            press = await buttons.unpack(turn.choice)
        except Outdated:
            return await self._outdated(turn, actor)
        if press.code == COMMAND:
            shown = await self._command(turn, actor, press.args)
            return await raised.left_standing(turn, actor, self.ports, None, shown)
        made = self._actions.get(press.code)
        if made is None or side_of(actor) not in made.sides:
            return await self._outdated(turn, actor)
        if made.right is not None:
            actor.require(made.right)
        if not commands.takes(made.handler, press.args):
            return await self._fresh(made, turn, actor, press.args, Text("changed-meanwhile"))
        try:
            if press.token:
                await tokens.use(press.token, made.name, actor.key)
            shown = await made.handler(turn, actor, self.ports, *press.args)
        except (Outdated, TokenUsed):
            return await self._fresh(made, turn, actor, press.args, Text("changed-meanwhile"))
        except DomainError as why:
            if press.token:  # nothing was done: in a group somebody else may press it yet
                await tokens.give_back(press.token, made.name)
            is_old = bool(press.token) or isinstance(why, AlreadyDone | InvalidState)
            if isinstance(why, RightLacking) or not is_old:
                raise
            return await self._fresh(made, turn, actor, press.args, errors.sentence(why))
        except Exception as why:
            if not press.token:
                raise
            return await self._fresh(made, turn, actor, press.args, errors.sentence(why))
        return await raised.left_standing(turn, actor, self.ports, made, shown)

    async def _command(self, turn: Turn, actor: Principal, args: tuple[str | int, ...]) -> Screen:
        name, *rest = (str(arg) for arg in args)
        made = commands.known_to(side_of(actor)).get(name)
        if made is None:
            return await self._outdated(turn, actor)
        if not turn.private and not made.groups:
            return alert(Text("command-in-private"))
        return await self._typed(replace(turn, choice=""), actor, name, "", " ".join(rest))

    async def _fresh(
        self, made: Action, turn: Turn, actor: Principal, args: tuple[str | int, ...], said: Text
    ) -> Screen:
        """The card as it is now, since the button on it is not good any more."""
        if made.name.startswith("flow."):
            return await guide.fresh(turn, actor, self.ports, args, said)
        if made.refresh and turn.private:
            screen = await commands.draw_again(made.refresh, actor, self.ports, args)
            return screen.saying(said, alert=said.key != "changed-meanwhile")
        return alert(said)

    async def _outdated(self, turn: Turn, actor: Principal) -> Screen:
        if not turn.private:
            return alert(Text("button-outdated"))
        start = commands.known_to(side_of(actor))["start"]
        home = await self._run(start, replace(turn, text=""), actor)
        return home.saying(Text("button-outdated"))


def _token(turn: Turn) -> str:
    """The words of an invite link, where a person opened one."""
    typed = commands.read(turn.text) if turn.app == TELEGRAM and turn.private else None
    return typed[2] if typed and typed[0] == "start" else ""


def _joins(turn: Turn, principal: Principal) -> bool:
    """Whether a customer comes to work here."""
    return isinstance(principal, CustomerSelf) and bool(_token(turn))


def _said(turn: Turn, why: Exception, way_out: Row = guide.HOME) -> Screen:
    text = errors.sentence(why)
    return alert(text) if turn.choice else Screen((text,), (way_out,))


def _unknown(turn: Turn, actor: Principal, name: str) -> Screen:
    if not turn.private:
        return SILENCE  # another bot's, most likely
    meant = commands.nearest(name, actor)
    if meant is None:
        return Screen((Text("command-unknown", name=name),), (guide.home_of(actor),))
    return Screen((Text("command-meant", name=name, meant=meant),), (guide.home_of(actor),))
