"""Recharge cards: the lots of them, how each stands, printing, issuing, and looking one up."""

from __future__ import annotations

from domain.ports import Document, Ports
from domain.staff.rights import Actor
from domain.vouchers import lots, rules, serials
from domain.vouchers.states import VoucherStatus
from domain.vouchers.views import LotView, VoucherView
from handlers.ui import guide, paging
from handlers.ui.commands import action, command, screen
from handlers.ui.flows import row_number
from handlers.ui.screens import Block, Button, Lines, Row, Screen, Text, Watch
from handlers.ui.turns import Turn

PAGE = 8


@command("cards", right="voucher.see", args="[SERIAL]", home=11)
async def by_command(turn: Turn, actor: Actor, ports: Ports) -> Screen:
    """All lots; `/cards RC12-0007` one card, `/cards 12` one lot."""
    if not turn.text.strip():
        return await listed(actor, ports)
    if rules.tidy_serial(turn.text):
        return await voucher(actor, ports, turn.text)
    return await lot(actor, ports, row_number("voucher-lot", turn.text))


@screen("vouchers", right="voucher.see")
async def listed(actor: Actor, ports: Ports, offset: int = 0) -> Screen:
    """The lots, the newest first."""
    found = await lots.page(actor, offset=offset, limit=PAGE + 1)
    shown = found[:PAGE]
    pages = paging.by_offset(
        "vouchers", offset=offset, shown=len(shown), more=len(found) > PAGE, size=PAGE
    )
    make: Row = (Button(Text("cards-make"), "voucher.make"),)
    title = "cards-title-mine" if lots.sells(actor) else "cards-title"
    return Screen(
        (Text(title), Text("cards-hint") if found else Text("cards-none")),
        (*((_button(each),) for each in shown), pages, make, guide.HOME),
    )


def _button(each: LotView) -> Button:
    row = Text(
        "cards-row", lot=each.id, value=each.value, count=each.count,
        name=each.distributor or None, state=_state(each),
    )  # fmt: skip
    return Button(row, "voucher.lot", (each.id,))


def _state(each: LotView) -> Text:
    if not each.open:
        return Text("cards-state-over")
    return Text("cards-state-issued" if each.issued_at else "cards-state-unissued")


@screen("voucher.lot", right="voucher.see")
async def lot(actor: Actor, ports: Ports, lot_id: int) -> Screen:
    """One lot: what its cards are worth, how many stand how, and what they brought."""
    seen = await lots.get(actor, lot_id)
    return Screen(
        (
            Lines(Text("cards-lot", lot=seen.id), *_terms(seen)),
            Lines(*_history(seen)),
            Lines(*_counts(seen)),
            *_money(seen),
        ),
        (
            *(_acts(seen) if seen.mine else ()),
            (
                Button(Text("cards-all"), "vouchers"),
                Button(Text("refresh"), "voucher.lot", (lot_id,)),
            ),
            guide.HOME,
        ),
        watch=Watch("voucher.lot", (seen.id,), f"voucher-lot:{seen.id}"),
    )


def _terms(seen: LotView) -> list[Text]:
    return [
        Text("cards-worth", count=seen.count, value=seen.value),
        *([Text("cards-for-package", package=seen.package)] if seen.package else []),
        Text("cards-until", on=seen.expires_on) if seen.expires_on else Text("cards-endless"),
        *_seller(seen),
    ]


def _seller(seen: LotView) -> list[Text]:
    if not seen.distributor:
        return []
    each = seen.commission if seen.commission else None
    percent = seen.percent or None
    return [Text("cards-seller", name=seen.distributor, commission=each, percent=percent)]


def _history(seen: LotView) -> list[Text]:
    told = [Text("cards-made", who=seen.made_by or None, at=seen.made_at)]
    if seen.printed_at:
        told.append(Text("cards-printed", printing=seen.printing, at=seen.printed_at))
    elif seen.open:
        told.append(Text("cards-not-printed"))
    if seen.issued_at:
        told.append(Text("cards-issued", at=seen.issued_at))
    elif seen.printed_at and seen.open:
        told.append(Text("cards-not-issued"))
    if seen.voided_at:
        told.append(Text("cards-voided", at=seen.voided_at, reason=seen.voided_why))
    return told


def _counts(seen: LotView) -> list[Text]:
    return [
        Text("cards-count", status=Text(f"card-status-{status}"), count=count)
        for status in VoucherStatus
        if (count := seen.counts.get(status, 0))
    ]


def _money(seen: LotView) -> list[Block]:
    if not seen.used:
        return []
    told = [Text("cards-redeemed", amount=seen.redeemed)]
    if seen.kept:
        told.append(Text("cards-kept", amount=seen.kept))
        told.append(Text("cards-left", amount=seen.redeemed - seen.kept))
    return [Lines(*told)]


def _acts(seen: LotView) -> list[Row]:
    shown = (seen.id, seen.printing)
    rows: list[Row] = []
    if seen.open and not seen.issued_at:
        again = "cards-print-anew" if seen.printing else "cards-print"
        ask = "voucher.ask-print" if seen.printing else "voucher.print"
        rows.append((Button(Text(again), ask, shown, once=not seen.printing),))
        if seen.printing:
            rows.append((Button(Text("cards-issue"), "voucher.ask-issue", shown),))
    if seen.open:
        rows.append((Button(Text("cards-void"), "voucher.void", (str(seen.id),)),))
    return rows


@action("voucher.ask-print", right="voucher.make", refresh="voucher.lot")
async def ask_print(turn: Turn, actor: Actor, ports: Ports, lot_id: int, printing: int) -> Screen:
    """What printing once more does to the paper that is there."""
    seen = await lots.get(actor, lot_id)
    return Screen(
        (Text("cards-print-ask", lot=seen.id, printing=printing),),
        (
            (Button(Text("cards-print-yes"), "voucher.print", (seen.id, printing), once=True),),
            (Button(Text("back"), "voucher.lot", (seen.id,)),),
        ),
    )


@action("voucher.print", right="voucher.make", refresh="voucher.lot")
async def print_(turn: Turn, actor: Actor, ports: Ports, lot_id: int, printing: int) -> Screen:
    """The paper, which nobody can have a second time."""
    sheet = await lots.print_anew(actor, lot_id, printing)

    async def make() -> Document:
        content = await ports.papers.vouchers(sheet)
        return Document(f"cards-{sheet.lot}-{sheet.printing}.pdf", "application/pdf", content)

    return Screen(
        (
            Text("cards-paper", lot=sheet.lot, printing=sheet.printing, count=len(sheet.vouchers)),
            Text("cards-paper-once"),
        ),
        ((Button(Text("cards-open"), "voucher.lot", (sheet.lot,)),),),
        paper=make,
        edit=False,
    )


@action("voucher.ask-issue", right="voucher.make", refresh="voucher.lot")
async def ask_issue(turn: Turn, actor: Actor, ports: Ports, lot_id: int, printing: int) -> Screen:
    """Which paper is given to whom, and what that does."""
    seen = await lots.get(actor, lot_id)
    count = seen.counts.get(VoucherStatus.UNISSUED, 0)
    return Screen(
        (
            Text("cards-issue-ask", lot=seen.id, printing=printing, count=count, value=seen.value),
            Lines(*_seller(seen), Text("cards-issue-does")),
        ),
        (
            (Button(Text("cards-issue-yes"), "voucher.issue", (seen.id, printing), once=True),),
            (Button(Text("back"), "voucher.lot", (seen.id,)),),
        ),
    )


@action("voucher.issue", right="voucher.make", refresh="voucher.lot")
async def issue(turn: Turn, actor: Actor, ports: Ports, lot_id: int, printing: int) -> Screen:
    """From now on its cards are good."""
    await lots.issue(actor, lot_id, printing)
    return (await lot(actor, ports, lot_id)).saying(Text("cards-issued-now"))


@screen("voucher", right="voucher.see")
async def voucher(actor: Actor, ports: Ports, serial: str) -> Screen:
    """One card by its serial: never its PIN, which nobody knows but its paper."""
    seen = await serials.find(actor, serial)
    rows: list[Row] = []
    if seen.payment_id is not None:
        rows.append((Button(Text("card-payment"), "payment", (seen.payment_id,)),))
    if seen.may_void:
        rows.append((Button(Text("card-void"), "voucher.void", (seen.serial,)),))
    rows.append((Button(Text("cards-open"), "voucher.lot", (seen.lot_id,)), *guide.HOME))
    return Screen((Lines(*_about(seen)),), tuple(rows))


def _about(seen: VoucherView) -> list[Text]:
    until = Text("cards-until", on=seen.expires_on) if seen.expires_on else Text("cards-endless")
    told = [
        Text("card-head", serial=seen.serial, value=seen.value),
        Text("card-stands", status=Text(f"card-status-{seen.status}"), at=seen.ended_at),
        until,
    ]
    if seen.package:
        told.append(Text("cards-for-package", package=seen.package))
    if seen.customer:
        told.append(Text("card-customer", name=seen.customer, id=seen.code))
    if seen.by:
        told.append(Text("card-by", who=seen.by))
    if seen.why:
        told.append(Text("card-why", reason=seen.why))
    return told
