"""A customer of a hotspot asks what is left, and gets the page where they buy."""

from __future__ import annotations

from domain.chat.principals import CustomerSelf
from domain.hotspot import selling
from domain.hotspot.selling import Page
from domain.hotspot.states import PurchaseStatus
from domain.ports import Ports
from handlers.ui.commands import CUSTOMER, command
from handlers.ui.screens import Lines, Screen, Text, command_button
from handlers.ui.turns import Turn

_HOME = ((command_button(Text("home"), "start"),),)


@command("buy", sides=CUSTOMER)
async def buy(turn: Turn, customer: CustomerSelf, ports: Ports) -> Screen:
    """What they have of what was bought, and a page to buy on, for each connection of theirs."""
    found = await selling.pages_of(customer)
    if not found:
        return Screen((Text("my-buy-nothing"),), _HOME)
    base = ports.public_url.rstrip("/")
    return Screen(tuple(_said(each, base) for each in found), _HOME)


def _said(page: Page, base: str) -> Lines:
    now = page.held.now
    left = page.held.left_mb if now and now.cap_mb is not None else None
    return Lines(
        Text("my-buy-of", name=page.name, id=page.code),
        Text("bought-nothing")
        if now is None
        else Text("bought-open", package=now.package, lasts=now.lasts, left=left)
        if now.status is PurchaseStatus.OPEN or now.ends_at is None
        else Text("bought-runs", package=now.package, until=now.ends_at, left=left),
        *(
            Text("bought-waits", package=each.package, lasts=each.lasts)
            for each in page.held.waiting
        ),
        Text("my-buy-here", url=f"{base}/p/{page.token}/packages"),
    )
