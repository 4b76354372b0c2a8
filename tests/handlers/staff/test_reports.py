"""The figures of a month in the chat: as text, as a picture, and as a file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from domain.chat.models import Group
from domain.customers.models import Customer
from domain.money import Money
from domain.payments import posting
from domain.ports import Output, Ports
from handlers.ui.commands import draw_again
from handlers.ui.conversation import Conversation
from handlers.ui.drawing import Reader, draw
from tests.builders import a_bill
from tests.cast import Cast
from tests.person import Person
from tests.printer import Printer

PersonOf = Callable[..., Person]
OFFICE = -700


@pytest.fixture
def printer(conversation: Conversation) -> Printer:
    printer = Printer()
    conversation.ports = replace(conversation.ports, papers=printer)
    return printer


async def test_a_month_is_drawn_at_a_tap(asha: Person, cast: Cast, printer: Printer) -> None:
    await a_bill(cast.rahim, total=1000, period="2026-11")
    await asha.says("/summary 2026-11")
    sent = await asha.taps("Picture")
    assert sent is not None
    assert sent.document is not None
    assert (sent.document.filename, sent.document.mime) == ("summary-2026-11.png", "image/png")
    (chart,) = printer.charts
    assert [group.title for group in chart.groups][:2] == ["summary-by-month", "chart-ageing"]


async def test_a_side_of_it_is_drawn_too(asha: Person, cast: Cast, printer: Printer) -> None:
    await a_bill(cast.rahim, total=1000, period="2026-11")
    await asha.says("/summary 2026-11")
    await asha.taps("By zone")
    await asha.taps("Picture")
    assert [group.title for group in printer.charts[0].groups] == ["summary-by-zone"]


async def test_a_month_comes_as_a_file(asha: Person, cast: Cast) -> None:
    await a_bill(cast.rahim, total=1000, period="2026-11")
    await asha.says("/summary 2026-11")
    sent = await asha.taps("CSV")
    assert sent is not None
    assert sent.document is not None
    lines = sent.document.content.decode("utf-8-sig").splitlines()
    assert lines[0] == ("Part,Name,Billed,Collected,Outstanding,Credit notes,Cash in hand,Currency")
    assert lines[1] == "All,,1000.00,0.00,1000.00,0.00,,BDT"
    assert "Zone,Mirpur,1000.00,0.00,1000.00,0.00,,BDT" in lines


async def test_a_collector_sees_no_figures_of_the_month(chand: Person, cast: Cast) -> None:
    await chand.says("/summary")
    chand.does_not_see("Billed")


async def test_a_group_chooses_its_digests_by_a_line_or_by_buttons(
    person_of: PersonOf, cast: Cast
) -> None:
    here = person_of(cast.asha, chat=OFFICE)
    await here.says("/digest")
    here.sees("/bind reports")
    await here.says("/bind reports")
    await here.says("/digest weekly 9 whenever")
    here.sees("They come: Weekly", "At 9:00", "whenever")
    await here.taps("Monthly")
    here.sees("They come: Weekly, Monthly")
    await here.taps("Weekly")
    await here.taps("20:00")
    here.sees("They come: Monthly", "At 20:00")
    group = await Group.get(purpose="reports")
    assert (group.digests, group.digest_hour) == ("monthly", 20)
    await here.says("/digest 25")
    assert (await Group.get(id=group.id)).digest_hour == 20


async def test_bengali_words_choose_too(person_of: PersonOf, cast: Cast) -> None:
    here = person_of(cast.asha, chat=OFFICE)
    await here.says("/bind reports")
    await here.says("/digest মাসিক ৮")
    here.sees("They come: Monthly", "At 8:00")


async def test_a_weekly_digest_says_what_came_in_its_days(cast: Cast, ports: Ports) -> None:
    await a_bill(cast.rahim, total=1000, period="2026-11")
    await posting.record(cast.bina, cast.rahim, Money(300_00), paid_on=date(2026, 11, 14))
    await posting.record(cast.bina, cast.rahim, Money(200_00), paid_on=date(2026, 11, 15))
    shown = await draw_again(
        "report.digest", cast.asha, ports, ("2026-11-21", cast.north.id, "weekly")
    )
    said = (await draw(shown, Reader("en"), ports.texts, Output.PLAIN)).text
    for words in (
        "Week of 15 Nov 2026 – 21 Nov 2026", "Collected: ৳200 (1)", "Bina: ৳200 (1)",
        "November 2026, up to now", "Collected: ৳500", "Outstanding: ৳500",
    ):  # fmt: skip
        assert words in said, words


async def test_the_regulators_report_is_shown_and_comes_as_a_file(asha: Person, cast: Cast) -> None:
    await Customer.filter(id=cast.karim.id).update(zone_id=None)
    await asha.says("/btrc 2026-11")
    asha.sees("Subscribers, November 2026", "At the end: 2", "PPPoE: 2")
    asha.sees("Subscribers without a zone: 1")
    sent = await asha.taps("CSV")
    assert sent is not None
    assert sent.document is not None
    lines = sent.document.content.decode("utf-8-sig").splitlines()
    assert lines[0] == "Part,Operator,Zone,Connection,Package,Bandwidth,Total,New,Lost"
    assert lines[1].startswith("All,,,,,,2,")
    assert lines[-1] == "Subscribers without a zone,,,,,,1,,"
    excel = await asha.taps("Excel")
    assert excel is not None
    assert excel.document is not None
    assert excel.document.content.startswith(b"PK")
