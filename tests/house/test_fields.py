"""What people give us is declared by one kind of field, and by nothing beside it."""

from __future__ import annotations

import ast
import dataclasses
from collections.abc import Iterator
from datetime import date

import pytest

from bot import translations
from bot.settings import SETTINGS, Settings
from domain import kinds, phone
from domain.customers import customers, entering
from domain.customers.models import Customer
from domain.forms import HIDDEN, Field, Kind
from domain.onboarding import cells
from handlers.ui import typed
from handlers.ui.drawing import Reader, say
from handlers.ui.errors import sentence
from locales import checks
from locales.catalog import FOLDER as LOCALES
from tests.house.rules import PRODUCT, ROOT
from tests.texts import TEXTS

HOME = "domain/forms.py"
# What only a declaration of a value has; one of them alone means something else.
MARKS = {"secret", "example", "choices", "required", "parse", "fits", "check", "wanted", "wants"}
FIELDS = list(translations.fields())
PLACE = cells.Place("BD", "BDT", date(2026, 11, 30))


def declarers(path: str, text: str) -> Iterator[str]:
    """Classes that say of a value what it may be."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.ClassDef) and path != HOME:
            parts = {
                each.target.id
                for each in node.body
                if isinstance(each, ast.AnnAssign) and isinstance(each.target, ast.Name)
            }
            if len(parts & MARKS) > 1:
                yield f"{path}: {node.name} declares {', '.join(sorted(parts & MARKS))}"


def test_there_is_one_kind_of_field() -> None:
    paths = [path for folder in PRODUCT for path in sorted(ROOT.glob(f"{folder}/**/*.py"))]
    found = [
        fault
        for path in paths
        for fault in declarers(str(path.relative_to(ROOT)), path.read_text(encoding="utf-8"))
    ]
    assert found == []


@pytest.mark.parametrize(
    "text",
    [
        "class Setting:\n    read: object\n    example: str\n    secret: bool = False\n",
        "class Column:\n    name: str\n    check: object = None\n    required: bool = True\n",
    ],
)
def test_another_kind_of_field_is_named(text: str) -> None:
    assert list(declarers("bot/planted.py", text))
    assert list(declarers(HOME, text)) == []


def test_what_is_declared_is_seen_by_these_tests() -> None:
    assert {place for place, _ in FIELDS} >= {
        "[router]", "settings", "customers", "mikrotik", "payment bkash", "sms http", "broadcast",
    }  # fmt: skip
    assert len(FIELDS) > 200


def test_every_kind_has_its_words_and_no_words_are_left_of_one() -> None:
    used = {field.kind.name for _, field in FIELDS} | {phone.MOBILE.name, kinds.EMAIL.name}
    written = {
        key.removeprefix("wants-")
        for key in checks.read(LOCALES / "en").sentences
        if key.startswith("wants-")
    }
    assert written == used - {""}


def test_a_kind_without_words_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    lost = Field("side", "left", Kind("side"))
    monkeypatch.setattr(translations, "fields", lambda: iter([("settings", lost)]))

    assert translations.faults() == ["en: wants-side is missing (side of settings)"]


@pytest.mark.parametrize("language", TEXTS.languages())
def test_every_refusal_can_be_said_in_every_language(language: str) -> None:
    for place, field in FIELDS:
        said = say(TEXTS, Reader(language), sentence(field.refusal("zzz")))
        assert (HIDDEN if field.secret else "zzz") in said, (place, field.name)
        is_listed = bool(
            field.kind.choices or field.shown.startswith("+")
        )  # numbers are as dialled
        assert is_listed or field.shown[:100] in said, (place, field.name)


def test_who_can_not_say_what_is_wanted_has_an_example() -> None:
    for place, field in FIELDS:
        is_free = field.kind.parse in {cells.as_it_is, typed.REASON.parse}
        assert field.kind.name or field.shown or is_free, (place, field.name)


def test_no_refusal_repeats_a_secret() -> None:
    secrets = [field for _, field in FIELDS if field.secret]
    assert len(secrets) > 20
    for field in secrets:
        assert "hush" not in repr(field.refusal("hush-hush")), field.name


def test_settings_are_what_is_declared() -> None:
    assert {each.name for each in dataclasses.fields(Settings)} == SETTINGS.names


@pytest.mark.parametrize("field", cells.OF_CUSTOMER, ids=lambda field: field.name)
def test_the_example_of_a_column_is_one(field: Field) -> None:
    assert field.read(field.example, PLACE) is not None


@pytest.mark.parametrize("field", SETTINGS, ids=lambda field: field.name)
def test_the_example_of_a_setting_is_one(field: Field) -> None:
    if " " not in field.example:  # one that tells how it is made
        assert field.read(field.example)


def test_the_nearest_name_is_looked_for_in_one_place() -> None:
    paths = [path for folder in PRODUCT for path in sorted(ROOT.glob(f"{folder}/**/*.py"))]
    looking = [path for path in paths if "difflib" in path.read_text(encoding="utf-8")]
    assert [str(path.relative_to(ROOT)) for path in looking] == [HOME]


def test_a_column_of_a_file_of_customers_is_kept_by_files_and_by_whoever_changes_it() -> None:
    kept = {cells.KEPT_AS.get(field.name, field.name) for field in cells.OF_CUSTOMER}
    changed = {*customers._PLAIN, "mobile", "whatsapp"}
    assert kept - set(Customer._meta.fields_map) == set(), "no column of the model"
    assert kept - set(entering._COLUMNS) == set(), "not in domain/customers/entering.py"
    assert kept - changed == set(), "not in `_PLAIN` of domain/customers/customers.py"
