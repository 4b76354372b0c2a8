"""Invoices and receipts as PDF: whole, in Bengali letters, made once, by processes that end."""

from __future__ import annotations

import asyncio
import io
import os
import shutil
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image
from pypdf import PdfReader

from domain import languages
from domain.money import Money
from gateways.papers import fonts, sheets
from gateways.papers.pdf import PdfPapers
from tests.gateways.papers import samples
from tests.texts import TEXTS


@pytest.fixture
async def papers() -> AsyncIterator[PdfPapers]:
    made = PdfPapers(TEXTS, processes=1)
    yield made
    await made.close()


def read(pdf: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(pdf))


def text_of(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in read(pdf).pages).split())


def fonts_of(pdf: bytes) -> set[str]:
    found = set()
    for page in read(pdf).pages:
        for font in page["/Resources"]["/Font"].values():
            found.add(str(font.get_object()["/BaseFont"]).partition("+")[2])
    return found


async def test_an_invoice_says_what_is_owed_for_what(papers: PdfPapers) -> None:
    pdf = await papers.invoice(samples.INVOICE)

    text = text_of(pdf)
    assert len(read(pdf).pages) == 1
    for words in (
        "North Net Broadband", "NORTH-2026-000123", "Rahim Uddin", "Customer ID 1001",
        "Home 20 Mbps", "Discount", "Late fee", "1,150", "57.50", "1,207.50", "1,007.50",
        "10 Nov 2026", "Partly paid", "Scan to pay", "01711-223344",
    ):  # fmt: skip
        assert words in text


async def test_bengali_is_set_in_the_bundled_letters(papers: PdfPapers) -> None:
    for pdf in (
        await papers.invoice(samples.BENGALI_INVOICE),
        await papers.receipt(samples.BENGALI_RECEIPT),
        await papers.note(samples.BENGALI_NOTE),
        await papers.statement(samples.BENGALI_STATEMENT),
    ):
        assert {"Noto-Sans-Bengali", "Noto-Sans-Bengali-Bold"} <= fonts_of(pdf)
        assert all(name.startswith("Noto-Sans") for name in fonts_of(pdf))


@pytest.mark.parametrize("language", ["en", "bn"])
async def test_recharge_cards_stand_24_to_a_page_each_with_its_pin(
    papers: PdfPapers, language: str
) -> None:
    pages = read(await papers.vouchers(replace(samples.CARDS, language=language))).pages

    texts = [" ".join(page.extract_text().split()) for page in pages]
    assert [text.count("1234 5678 9012") for text in texts] == [24, 6]
    assert len({image.data for image in pages[0].images}) == 30  # each has a code of its own
    for words in ("RC12-0001", "1234 5678 9012 0001", "Home 20 Mbps", "North Net"):
        assert words in texts[0]


async def test_no_paper_with_pins_is_kept(papers: PdfPapers) -> None:
    first = await papers.vouchers(samples.CARDS)

    assert first not in papers._kept.values()
    assert not papers._under_way


async def test_a_paid_invoice_asks_for_nothing(papers: PdfPapers) -> None:
    paid = replace(samples.INVOICE, paid=samples.INVOICE.total, due=Money(0))

    text = text_of(await papers.invoice(paid))

    assert "Paid in full" in text
    assert "Scan to pay" not in text
    assert "Please pay" not in text


async def test_vat_that_the_price_contains_is_not_added_again(papers: PdfPapers) -> None:
    within = replace(
        samples.INVOICE, lines=[samples.PaperLine("Home", samples.INVOICE.total)], pay_url=""
    )

    text = text_of(await papers.invoice(within))

    assert "VAT, contained in it" in text
    assert "Subtotal" not in text


async def test_a_receipt_says_what_the_money_settled(papers: PdfPapers) -> None:
    text = text_of(await papers.receipt(samples.RECEIPT))

    for words in ("R0000042", "2,500", "bKash", "9XK4T2P1QZ", "NORTH-2026-000456", "292.50"):
        assert words in text


async def test_a_statement_says_every_movement_and_what_is_owed_after_it(papers: PdfPapers) -> None:
    text = text_of(await papers.statement(samples.STATEMENT))

    for words in (
        "Statement", "1 Nov 2026 – 30 Nov 2026", "Balance before ৳300",
        "Bill · NORTH-2026-000123 ৳1,200 ৳1,500", "Payment · bKash · R0000042 ৳500 ৳1,000",
        "Entered on 21 Nov 2026", "Balance after ৳1,500 ৳1,010 ৳790", "NORTH-2026-000099 ৳90",
        "You owe on 30 Nov 2026 ৳790", "Scan to pay", "1 / 1",
    ):  # fmt: skip
        assert words in text, words


async def test_a_long_statement_repeats_its_head_and_counts_its_pages_in_its_own_digits(
    papers: PdfPapers,
) -> None:
    lines = list(samples.STATEMENT.lines) * 12
    pages = read(await papers.statement(replace(samples.STATEMENT, lines=lines))).pages
    texts = [" ".join(page.extract_text().split()) for page in pages]
    assert len(texts) > 2
    assert all("Paid, credited" in text for text in texts[:-1])
    assert all(f"{number} / {len(texts)}" in text for number, text in enumerate(texts, 1))

    bengali = replace(samples.BENGALI_STATEMENT, lines=lines)
    assert sheets.statement(bengali, TEXTS)["digits"] == list("০১২৩৪৫৬৭৮৯")


async def test_who_has_paid_ahead_is_told_so_and_asked_for_nothing(papers: PdfPapers) -> None:
    ahead = replace(samples.STATEMENT, closing=Money(-45_00))
    text = text_of(await papers.statement(ahead))
    assert "In your favour on 30 Nov 2026 ৳45" in text
    assert "Scan to pay" not in text


async def test_a_credit_note_says_what_comes_off_which_bill(papers: PdfPapers) -> None:
    text = text_of(await papers.note(samples.NOTE))

    for words in (
        "Credit note", "NORTH-CN-2026-000007", "NORTH-2026-000123", "The service was down ৳200",
        "VAT ৳10", "৳210", "Still due: ৳797.50", "Scan to pay",
    ):  # fmt: skip
        assert words in text, words
    assert "Withdrawn" not in text
    assert "Withdrawn" in text_of(await papers.note(replace(samples.NOTE, withdrawn=True)))


async def test_a_receipt_has_a_code_to_pay_by_while_something_is_due(papers: PdfPapers) -> None:
    owing = replace(samples.RECEIPT, due=Money(700_00), pay_url=samples.INVOICE.pay_url)
    assert "Scan to pay" in text_of(await papers.receipt(owing))
    assert "Scan to pay" not in text_of(await papers.receipt(replace(owing, due=Money(0))))
    assert "Scan to pay" not in text_of(await papers.receipt(replace(owing, pay_url="")))


async def test_a_chart_is_a_picture_with_bars_as_long_as_their_amounts(papers: PdfPapers) -> None:
    drawn = Image.open(io.BytesIO(await papers.chart([samples.CHART]))).convert("RGB")

    assert drawn.format is None or drawn.format == "PNG"
    assert drawn.width > 1000
    assert drawn.height < 1000  # no taller than what stands on it
    billed, collected = (bars(drawn, color) for color in ((11, 110, 110), (227, 160, 44)))
    assert billed[0] == pytest.approx(4 * billed[1], rel=0.05)
    assert collected == [pytest.approx(billed[0] / 2, rel=0.05)]


def bars(drawn: Image.Image, color: tuple[int, int, int]) -> list[int]:
    """How long the runs of a colour are that are as high as a bar, from above."""
    found, before = [], 0
    for row in range(drawn.height):
        pixels = [drawn.getpixel((x, row)) for x in range(260, drawn.width)]
        near = sum(isinstance(p, tuple) and _is_near(p, color) for p in pixels)
        if near > 8 and not before:
            found.append(0)
        if near > 8:
            found[-1] = max(found[-1], near)
        before = near if near > 8 else 0
    return [each for each in found if each > 60]


def _is_near(pixel: tuple[int, ...], color: tuple[int, int, int]) -> bool:
    return all(abs(a - b) < 24 for a, b in zip(pixel, color, strict=True))


async def test_every_letter_of_a_chart_comes_from_the_bundled_fonts(papers: PdfPapers) -> None:
    values = sheets.chart([replace(samples.CHART, language="bn")], TEXTS)
    pdf = await papers._ask(papers._html("chart.html", values))
    assert {"Noto-Sans-Bengali", "Noto-Sans-Bengali-Bold"} <= fonts_of(pdf)
    assert all(name.startswith("Noto-Sans") for name in fonts_of(pdf))
    assert len(read(pdf).pages) == 1


async def test_names_are_text_and_nothing_is_fetched_for_them(papers: PdfPapers) -> None:
    marked = replace(
        samples.INVOICE,
        customer_name="<img src='file:///etc/hostname'> <b>Rahim</b>",
        issuer=replace(samples.NORTH, logo="file:///etc/hostname"),
    )

    assert "<b>Rahim</b>" in text_of(await papers.invoice(marked))


async def test_a_logo_stands_in_place_of_the_initial(papers: PdfPapers) -> None:
    dot = (
        "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDw"
        "ADhgGAWjR9awAAAABJRU5ErkJggg=="
    )
    with_logo = replace(samples.INVOICE, pay_url="", issuer=replace(samples.NORTH, logo=dot))

    assert len(read(await papers.invoice(with_logo)).pages[0].images) == 1


async def test_the_same_paper_is_made_once_however_many_ask(papers: PdfPapers) -> None:
    asked = [papers.invoice(samples.INVOICE) for _ in range(5)]

    made = await asyncio.gather(*asked)

    assert all(pdf is made[0] for pdf in made)
    assert await papers.invoice(samples.INVOICE) is made[0]


async def test_one_who_goes_away_does_not_take_the_paper_from_the_others(
    papers: PdfPapers,
) -> None:
    impatient = asyncio.create_task(papers.invoice(samples.INVOICE))
    await asyncio.sleep(0)
    patient = asyncio.create_task(papers.invoice(samples.INVOICE))
    await asyncio.sleep(0)
    impatient.cancel()

    assert (await patient).startswith(b"%PDF")


async def test_papers_kept_do_not_grow_without_bound(
    papers: PdfPapers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gateways.papers.pdf.KEPT_BYTES", 40_000)
    first = await papers.receipt(samples.RECEIPT)
    for number in range(4):
        await papers.receipt(replace(samples.RECEIPT, number=f"R{number}"))

    again = await papers.receipt(samples.RECEIPT)

    assert again is not first
    assert text_of(again) == text_of(first)


async def test_a_process_that_dies_costs_no_paper(papers: PdfPapers) -> None:
    await papers.invoice(samples.INVOICE)
    assert papers._pool is not None
    for process in list(papers._pool._processes.values()):
        process.kill()
        process.join()

    assert (await papers.receipt(samples.RECEIPT)).startswith(b"%PDF")


async def test_processes_are_replaced_before_they_grow(
    papers: PdfPapers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gateways.papers.pdf.DOCUMENTS_A_PROCESS", 2)
    made = [papers.receipt(replace(samples.RECEIPT, number=f"R{n}")) for n in range(5)]

    assert all(pdf.startswith(b"%PDF") for pdf in await asyncio.gather(*made))


async def test_nothing_runs_after_the_end() -> None:
    papers = PdfPapers(TEXTS, processes=1)
    await papers.receipt(samples.RECEIPT)
    assert papers._pool is not None
    processes = list(papers._pool._processes.values())

    await papers.close()

    assert processes
    assert not any(process.is_alive() for process in processes)


def test_a_font_that_is_not_whole_is_refused_at_the_start(tmp_path: Path) -> None:
    for path in fonts.files():
        shutil.copy(path, tmp_path)
    assert fonts.files(tmp_path)

    broken = tmp_path / "NotoSansBengali-Bold.ttf"
    os.truncate(broken, broken.stat().st_size // 2)
    with pytest.raises(fonts.FontBroken, match="NotoSansBengali-Bold"):
        fonts.files(tmp_path)

    broken.unlink()
    with pytest.raises(fonts.FontBroken, match="missing"):
        fonts.files(tmp_path)


def test_the_bundled_letters_cover_what_papers_say() -> None:
    from fontTools.ttLib import TTFont

    covered: set[int] = set()
    for path in fonts.files():
        covered |= set(TTFont(path).getBestCmap())

    for language in languages.known():
        words = (language.folder / "papers.ftl").read_text() + language.digits
        missing = {c for c in words if not c.isspace() and ord(c) not in covered}
        assert missing == set()
    assert ord("৳") in covered


def test_a_receipt_that_leaves_nothing_due_says_paid_in_full_and_no_zero() -> None:
    texts = TEXTS
    settled = replace(samples.RECEIPT, language="en", due=Money(0))
    values = sheets.receipt(settled, texts)
    assert (values["left_label"], values["left"]) == ("Paid in full", "")
    open_ = sheets.receipt(replace(settled, due=Money(700_00)), texts)
    assert open_["left_label"] == "Still due"
    assert "700" in open_["left"]
