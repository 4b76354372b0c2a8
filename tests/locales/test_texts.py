"""Every language says the same, of everything that can be said."""

from __future__ import annotations

import ast
import logging
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot import translations
from domain.messaging import notices, rules
from domain.messaging.models import Channel
from handlers.ui import commands
from handlers.ui.errors import sentence
from locales import checks
from locales.catalog import FOLDER as LOCALES
from locales.catalog import Catalog
from tests.house.rules import ROOT
from tests.texts import TEXTS

NOTING = {"note", "_noted", "_after"}
# Words that wait for their notice, which nobody sends yet.
AHEAD = {"expiration-warning", "welcome", "outage-notice", "ticket-answered"}
VALUES = {
    "customer_name": "Md. Abdur Rahim Uddin",
    "customer_id": "10234",
    "package": "Home 10 Mbps",
    "amount": "Tk 1,150",
    "amount_due": "Tk 1,150",
    "balance": "Tk 0",
    "due_date": "10 Dec 2026",
    "expiry_date": "10 Dec 2026",
    "paid_until": "10 Dec 2026, 10:00",
    "days_left": "3",
    "payment_link": "https://pay.nagarnet.bd/p/0123456789abcdefABCDEF",
    "bill_no": "NORTH-2026-000123",
    "txn_id": "9XK4T2P1QZ",
    "operator_name": "Nagar Net",
    "isp_name": "Nagar Net",
    "support_phone": "09612-345678",
    "period": "November 2026",
    "reason": "Not found.",
}


def test_the_languages_are_complete() -> None:
    assert checks.faults() == []


@pytest.mark.parametrize("language", TEXTS.languages())
def test_every_refusal_has_its_sentence(language: str) -> None:
    known = checks.read(LOCALES / language).sentences
    assert {kind.key for kind in translations.refusals()} - known.keys() == set()
    for kind in translations.refusals():
        text = sentence(kind())
        assert len(TEXTS.t(language, text.key, **text.values)) > 10, kind


def test_every_key_in_use_exists() -> None:
    assert translations.faults() == []
    assert len(list(translations.used_keys())) > 50


def test_a_command_or_a_sentence_without_words_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    commands.load("handlers.staff")
    fly = replace(commands.COMMANDS["find"], name="fly", args="WINGS", home=7)
    monkeypatch.setitem(commands.COMMANDS, "fly", fly)
    written = list(translations.used_keys())
    monkeypatch.setattr(
        translations, "used_keys", lambda: [*written, ("handlers/sky.py", "no-such-words")]
    )

    assert translations.faults() == [
        "en: no-such-words is missing (handlers/sky.py)",
        "en: command-fly is missing (/fly)",
        "en: home-fly is missing (/fly)",
        "en: arg-wings is missing (/fly)",
    ]


def test_a_notice_without_words_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    flood = notices.Notice("flood-warning")
    monkeypatch.setattr(notices, "NOTICES", {**notices.NOTICES, flood.key: flood})

    assert translations.faults() == [
        "en: message-event-flood-warning is missing (the notice flood-warning)",
        "en: the template flood-warning for sms is missing",
    ]


def test_no_words_are_left_over_from_a_notice() -> None:
    called = {
        key.removeprefix("message-event-")
        for key in checks.read(LOCALES / "en").sentences
        if key.startswith("message-event-")
    }
    assert called == notices.NOTICES.keys()
    assert TEXTS.known["en"].templates.keys() - set(notices.WORDED) <= AHEAD


@pytest.mark.parametrize("language", TEXTS.languages())
def test_shipped_words_name_what_their_notice_has(language: str) -> None:
    for event, channel, text, subject in templates(language):
        if event in notices.NOTICES:
            named = rules.variables_of(text) | rules.variables_of(subject)
            assert named - notices.of(event).variables == set(), (event, channel)


def acts() -> Iterator[str]:
    """Every act that the audit log may hold, as far as it is written out."""
    for path in ROOT.glob("domain/**/*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or len(node.args) < 2:
                continue
            if getattr(node.func, "id", getattr(node.func, "attr", "")) in NOTING:
                for part in ast.walk(node.args[1]):
                    if isinstance(part, ast.Constant) and isinstance(part.value, str):
                        yield part.value


def test_every_act_of_the_audit_log_has_its_words() -> None:
    written = {act for act in acts() if re.fullmatch(r"[a-z_]+\.[a-z_]+", act)}
    assert {"payment.record", "payment.reject", "staff.invite", "customer.create"} <= written
    known = checks.read(LOCALES / "en").sentences
    keys = {act: f"did-{act.replace('.', '-').replace('_', '-')}" for act in written}
    assert {act for act, key in keys.items() if key not in known} == set()


def told_keys() -> Iterator[re.Pattern[str]]:
    """Every text of the product that may be a key, or the pattern of those that it is made of."""
    for folder in ("handlers", "domain", "gateways", "locales", "bot"):
        for path in ROOT.glob(f"{folder}/**/*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Constant) and isinstance(node.value, str):
                    yield re.compile(re.escape(node.value))
                elif isinstance(node, ast.JoinedStr):
                    parts = [
                        re.escape(str(each.value)) if isinstance(each, ast.Constant) else ".+"
                        for each in node.values
                    ]
                    fixed = "".join(part for part in parts if part != ".+")
                    if "-" in fixed and re.search(r"[a-z]{2}", fixed):
                        yield re.compile("".join(parts))
    for path in ROOT.glob("handlers/**/*.html"):
        for said in re.findall(r"[\"']([a-z][a-z0-9-]+)[\"']", path.read_text(encoding="utf-8")):
            yield re.compile(re.escape(said))


def left_over(keys: Iterable[str]) -> set[str]:
    """Keys that nothing in the product can name."""
    patterns = {pattern.pattern: pattern for pattern in told_keys()}
    return {
        key
        for key in keys
        if re.escape(key) not in patterns
        and not any(pattern.fullmatch(key) for name, pattern in patterns.items() if ".+" in name)
    }


def test_no_text_is_left_over() -> None:
    refused = {kind.key for kind in translations.refusals()}
    assert left_over(checks.read(LOCALES / "en").sentences.keys() - refused) == set()
    assert left_over({"nobody-says-this", "home"}) == {"nobody-says-this"}


def templates(language: str) -> Iterator[tuple[str, Channel, str, str]]:
    for event, channels in TEXTS.known[language].templates.items():
        for channel in channels:
            words = TEXTS.template(language, event, channel)
            assert words is not None
            yield event, Channel(channel), words.text, words.subject


@pytest.mark.parametrize("language", TEXTS.languages())
def test_every_shipped_template_can_be_filled_in(language: str) -> None:
    for event, channel, text, subject in templates(language):
        rules.check_template(text, needs=notices.of(event).must_name)
        rules.check_template(subject)
        filled = rules.fill(text, VALUES)
        assert "{" not in filled
        assert bool(subject) == (channel is Channel.EMAIL), event


def test_english_sms_are_one_segment_and_bengali_ones_three_at_most() -> None:
    for language, most in (("en", 1), ("bn", 3)):
        for event, channel, text, _ in templates(language):
            if channel is Channel.SMS:
                assert rules.segments(rules.fill(text, VALUES)) <= most, (language, event)


def test_every_event_has_an_sms_since_it_stands_in_for_the_rest() -> None:
    for language in TEXTS.languages():
        for event in TEXTS.known[language].templates:
            assert TEXTS.template(language, event, "sms") is not None
    assert TEXTS.template("bn", "no-such-event", "sms") is None


@pytest.mark.parametrize("language", TEXTS.languages())
def test_a_sentence_knows_in_every_language_what_is_not_there(language: str) -> None:
    never, some = (TEXTS.t(language, "error-too-many", seconds=said) for said in (None, "5 s"))
    assert "5 s" in some
    assert TEXTS.known[language].manner.words["none"] not in never


def test_strict_raises_for_what_is_missing() -> None:
    with pytest.raises(KeyError, match="no-such-text"):
        TEXTS.t("bn", "no-such-text")
    with pytest.raises(KeyError, match="isp"):
        TEXTS.t("bn", "home-title")


def test_production_says_it_in_english_or_by_the_key_and_logs(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    for code, text in (("en", "only = Only in English: { $n }\n"), ("bn", "other = অন্য\n")):
        (tmp_path / code).mkdir()
        (tmp_path / code / "area.ftl").write_text(text, encoding="utf-8")
        habits = (LOCALES / code / "formats.toml").read_text(encoding="utf-8")
        (tmp_path / code / "formats.toml").write_text(habits, encoding="utf-8")
    catalog = Catalog(tmp_path)
    with caplog.at_level(logging.ERROR):
        assert catalog.t("bn", "only", n=3) == "Only in English: 3"
        assert catalog.t("bn", "nothing") == "nothing"
    assert len(caplog.records) == 3


ENGLISH = "fine = Fine { $n }\nbad = <b>Bad\nworse = A & B <a href>\nfine = Twice\n!junk\n"
PLANTED = "fine = ভালো { $m }\nmore = আরও\n"


def test_the_check_finds_each_kind_of_fault(tmp_path: Path) -> None:
    for code, text in (("en", ENGLISH), ("bn", PLANTED)):
        (tmp_path / code).mkdir()
        (tmp_path / code / "area.ftl").write_text(text, encoding="utf-8")
        (tmp_path / code / "formats.toml").write_text("")
    (tmp_path / "en" / "templates.toml").write_text(
        '[a]\nsms = "{n}"\n[b]\nsms = "x"\n[b.email]\nsubject = "{s}"\ntext = "x"\n'
    )
    (tmp_path / "bn" / "templates.toml").write_text('[a]\nsms = "{m}"\n[c]\nsms = "x"\n')
    (tmp_path / "en" / "heard.toml").write_text('[cells]\nfree = "free"\n[money]\nBDT = "tk"\n')
    (tmp_path / "bn" / "heard.toml").write_text('[cells]\nfee = "x"\n[money]\nINR = "x"\n')
    found = "\n".join(checks.faults(tmp_path))
    for part in (
        "fine stands in",
        "bad does not close <b>",
        "worse has &",
        "worse has <a href>",
        "can't be read: !junk",
        "bn: bad is missing",
        "more is not in en",
        "fine names m, which nobody gives",
        "template b for sms is missing",
        "template b for email is missing",
        "template c for sms is not in en",
        "template a for sms leaves out n",
        "bn/heard.toml: cells.free is missing",
        "bn/heard.toml: cells.fee is not in en",
    ):
        assert part in found, found
    assert "money" not in found


def test_the_report_can_be_run() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "bot.translations"], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout
    assert re.match("complete: en, bn", done.stdout)


@pytest.mark.parametrize("language", TEXTS.languages())
def test_every_command_has_an_example_of_itself(language: str) -> None:
    commands.load("handlers.staff")
    for name, made in commands.COMMANDS.items():
        if made.args and name == made.name and made.handler.__module__.startswith("handlers."):
            example = TEXTS.t(language, f"example-{name}")
            assert example.startswith(f"/{name} "), example
