"""Papers as they come up in a Bangladeshi ISP."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

from domain.calendar import Period
from domain.money import Money
from domain.ports import (
    Bar,
    BarGroup,
    ChartFacts,
    InvoiceFacts,
    Issuer,
    NoteFacts,
    PaperLine,
    PrintedVoucher,
    ReceiptFacts,
    StatementFacts,
    StatementLine,
    VoucherSheet,
)

NORTH = Issuer(
    name="North Net Broadband",
    phone="+8801711223344",
    email="billing@northnet.example",
    address="House 12, Road 4, Mirpur 10, Dhaka 1216",
    logo="",
)
INVOICE = InvoiceFacts(
    language="en",
    issuer=NORTH,
    number="NORTH-2026-000123",
    customer_code="1001",
    customer_name="Rahim Uddin",
    customer_address="Flat 5B, 27 Senpara, Mirpur, Dhaka",
    customer_mobile="+8801711111111",
    package="Home 20 Mbps",
    starts_on=date(2026, 11, 1),
    ends_on=date(2026, 11, 30),
    issued_on=date(2026, 11, 1),
    due_on=date(2026, 11, 10),
    lines=[
        PaperLine("Home 20 Mbps", Money(1_200_00)),
        PaperLine("bill-line-discount", Money(-100_00)),
        PaperLine("bill-line-late-fee", Money(50_00)),
    ],
    vat=Money(57_50),
    total=Money(1_207_50),
    paid=Money(200_00),
    due=Money(1_007_50),
    pay_url="https://pay.northnet.example/p/3fQh8VbZk1N0sTq5xYw2Ra",
)
BENGALI_INVOICE = replace(
    INVOICE,
    language="bn",
    issuer=replace(NORTH, name="উত্তরা ব্রডব্যান্ড", address="বাড়ি ১২, রোড ৪, মিরপুর ১০, ঢাকা ১২১৬"),
    customer_name="মোঃ রহিম উদ্দিন কৃষ্ণ",
    customer_address="ফ্ল্যাট ৫বি, ২৭ সেনপাড়া পর্বতা, মিরপুর, ঢাকা",
    package="হোম ২০ এমবিপিএস (র‍্যাপিড)",
    lines=[
        PaperLine("হোম ২০ এমবিপিএস (র‍্যাপিড)", Money(1_200_00)),
        PaperLine("bill-line-discount", Money(-100_00)),
        PaperLine("সংযোগ স্থানান্তর, জ্ঞাত কর্মী দ্বারা", Money(50_00)),
    ],
)
RECEIPT = ReceiptFacts(
    language="en",
    issuer=NORTH,
    number="R0000042",
    customer_code="1001",
    customer_name="Rahim Uddin",
    package="Home 20 Mbps",
    method="method-bkash",
    txn_id="9XK4T2P1QZ",
    taken_by="",
    paid_on=date(2026, 11, 21),
    amount=Money(2_500_00),
    settled=[
        PaperLine("NORTH-2026-000123", Money(1_007_50)),
        PaperLine("NORTH-2026-000456", Money(1_200_00)),
    ],
    advance=Money(292_50),
    due=Money(0),
)
BENGALI_RECEIPT = replace(
    RECEIPT,
    language="bn",
    issuer=BENGALI_INVOICE.issuer,
    customer_name=BENGALI_INVOICE.customer_name,
    package=BENGALI_INVOICE.package,
    method="method-cash",
    txn_id="",
    taken_by="চন্দ",
    settled=[PaperLine("NORTH-2026-000123", Money(2_500_00))],
    advance=Money(0),
    due=Money(700_00),
)
NOTE = NoteFacts(
    language="en",
    issuer=NORTH,
    number="NORTH-CN-2026-000007",
    bill_number="NORTH-2026-000123",
    customer_code="1001",
    customer_name="Rahim Uddin",
    customer_address=INVOICE.customer_address,
    customer_mobile="+8801711111111",
    issued_on=date(2026, 11, 12),
    reason="The service was down",
    net=Money(200_00),
    vat=Money(10_00),
    total=Money(210_00),
    withdrawn=False,
    due=Money(797_50),
    pay_url=INVOICE.pay_url,
)
BENGALI_NOTE = replace(
    NOTE,
    language="bn",
    issuer=BENGALI_INVOICE.issuer,
    customer_name=BENGALI_INVOICE.customer_name,
    customer_address=BENGALI_INVOICE.customer_address,
    reason="সার্ভিস বন্ধ ছিল",
    withdrawn=True,
)


def moved(day: int, what: str, taka: int, balance: int, **more: object) -> StatementLine:
    """A line of November in whole taka."""
    values: dict[str, object] = {"entered_on": None, "reference": "", "method": "", **more}
    return StatementLine(
        on=date(2026, 11, day),
        what=f"paper-moved-{what}",
        moved=Money(taka * 100),
        balance=Money(balance * 100),
        **values,  # type: ignore[arg-type]
    )


STATEMENT = StatementFacts(
    language="en",
    issuer=NORTH,
    customer_code="1001",
    customer_name="Rahim Uddin",
    customer_address=INVOICE.customer_address,
    customer_mobile="+8801711111111",
    starts_on=date(2026, 11, 1),
    ends_on=date(2026, 11, 30),
    made_on=date(2026, 12, 2),
    opening=Money(300_00),
    lines=[
        moved(1, "bill", 1200, 1500, reference="NORTH-2026-000123"),
        moved(5, "payment", -500, 1000, reference="R0000042", method="method-bkash"),
        moved(
            9, "payment", -300, 700, reference="R0000051", method="method-cash",
            entered_on=date(2026, 11, 21),
        ),
        moved(12, "note", -210, 490, reference="NORTH-CN-2026-000007"),
        moved(21, "reversal", 300, 790, reference="R0000051", method="method-cash"),
    ],
    charged=Money(1_500_00),
    credited=Money(1_010_00),
    closing=Money(790_00),
    open_before=[PaperLine("NORTH-2026-000099", Money(90_00))],
    pay_url=INVOICE.pay_url,
)  # fmt: skip
BENGALI_STATEMENT = replace(
    STATEMENT,
    language="bn",
    issuer=BENGALI_INVOICE.issuer,
    customer_name=BENGALI_INVOICE.customer_name,
    customer_address=BENGALI_INVOICE.customer_address,
)
CARDS = VoucherSheet(
    language="en",
    issuer=INVOICE.issuer,
    lot=12,
    printing=2,
    value=Money(500_00),
    package="Home 20 Mbps",
    expires_on=date(2027, 12, 31),
    vouchers=[
        PrintedVoucher(f"RC12-{number:04d}", f"1234 5678 9012 {number:04d}")
        for number in range(1, 31)
    ],
)
CHART = ChartFacts(
    language="en",
    issuer=NORTH,
    period=Period(2026, 11),
    currency="BDT",
    sums=(
        ("chart-billed", Money(12_34_500_00)),
        ("chart-collected", Money(9_87_650_00)),
        ("chart-outstanding", Money(3_45_000_00)),
        ("chart-rate", Fraction(8123, 10_000)),
    ),
    groups=[
        BarGroup(
            "summary-by-zone",
            ["chart-billed", "chart-collected"],
            [
                Bar("মিরপুর, সেকশন ১০", [Money(100_00), Money(50_00)]),
                Bar("", [Money(25_00), Money(0)], "summary-none"),
            ],
        ),
    ],
)
