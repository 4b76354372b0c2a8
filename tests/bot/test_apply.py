"""The file for `netkhata apply`: what is wrong in it is named with its place; nothing is made."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from bot import cli, file_format
from domain.customers.models import BillingProfile, Package, Router, Zone
from domain.fields import CharField
from domain.messaging.models import Template
from domain.staff.models import Gateway, Group, Operator, Staff

ISP = '[isp]\ncode = "isp"\nname = "Nagar Net"\n'
ROUTER = '[[router]]\nname = "core"\nhost = "10.0.0.1"\nusername = "u"\npassword = "hush-hush"\n'
GATEWAY = (
    '[[gateway]]\nname = "bkash"\nkind = "payment"\nprovider = "bkash"\n'
    'credentials = { username = "u", password = "hush-hush", app_key = "k", app_secret = "s" }\n'
)

Apply = Callable[[str], tuple[int, str, str]]


@pytest.fixture(scope="module")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty database of this version."""
    folder = tmp_path_factory.mktemp("migrated")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        assert cli.main(["migrate"]) == 0
    return folder / "netkhata.db"


@pytest.fixture
def apply(
    migrated: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Apply:
    """Apply a file to a database of this test: exit code, output, errors."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NETKHATA_SECRET_KEY", "0123456789abcdef")
    shutil.copy(migrated, tmp_path / "netkhata.db")

    def run(text: str) -> tuple[int, str, str]:
        (tmp_path / "isp.toml").write_text(text)
        capsys.readouterr()
        code = cli.main(["apply", "isp.toml"])
        said = capsys.readouterr()
        return code, said.out, said.err

    return run


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("operator = 5", "'operator' must be written as [[operator]]"),
        ('isp = "x"', "'isp' must be written as [isp]"),
        ('zone = ["a"]', "'zone' must be written as [[zone]]"),
        ("[isp]\nname = 5", "isp: 'name' is 5: must be a text"),
        ('[isp]\nname = "A"\ncurrency = "BTC"', "'currency' is \"BTC\""),
        ('[isp]\nname = "A"\ntimezone = "Dhaka"', "Asia/Dhaka"),
        ('[isp]\nname = "A"\nlanguage = "xx"', "'language' is \"xx\""),
        ('[isp]\nname = "A"\nregion = "Bangladesh"', "'region'"),
        (ISP + '[[package]]\nname = "P"\nprice = 800.123', "more decimals than BDT"),
        (ISP + '[[package]]\nname = "P"\nprice = nan', "package P: 'price'"),
        (ISP + '[[billing_profile]]\nname = "S"\nvat_rate = 500', "from 0 to 100"),
        (ISP + '[[billing_profile]]\nname = "S"\nbill_hour = 24', "from 0 to 23"),
        (ISP + ROUTER + 'tls = "no"', "router core: 'tls' is \"no\": must be true or false"),
        (ISP + ROUTER + "port = 99999", "from 1 to 65535"),
        (ISP + ROUTER.replace('"hush-hush"', "55"), "'password' must be a text"),
        (ISP + GATEWAY + 'base_url = "nowhere"', "http://"),
        (ISP + GATEWAY + "rate = 0", "'rate' must be more than 0"),
        (ISP + GATEWAY + "options = 4", "'options' is 4"),
        (ISP + GATEWAY.replace("bkash", "bikash"), "unknown provider 'bikash'"),
        (ISP + GATEWAY.replace(', app_secret = "s"', ""), "'app_secret' is missing"),
        (ISP + GATEWAY.replace('name = "bkash"', 'name = "a/b"'), "without /"),
        (ISP + '[[staff]]\nname = "C"\nrole = "king"\ntelegram_id = 5', "one of admin"),
        (ISP + '[[group]]\npurpose = "alerts"\nchat_id = 5.5', "'chat_id' is 5.5"),
        (ISP + '[[zone]]\nname = "Z"\noperator = "isq"', "did you mean isp?"),
        (ISP + '[[zone]]\nname = "Z"\n[[zone]]\nname = "Z"', "two tables [[zone]]"),
        (ISP + '[[zone]]\nname = "Z"\ncode = "a\\u0000"', "'code' is"),
        (ISP + GATEWAY + f'base_url = "http://{"a" * 300}"', "at most 300"),
        (ISP + ROUTER + ROUTER, "two tables [[router]] with name 'core'"),
        (ISP + '[[operator]]\nname = "B"\nparent = "b"', "leads back to itself"),
    ],
)
def test_a_wrong_value_is_named_with_its_place_and_what_it_must_be(
    apply: Apply, text: str, said: str
) -> None:
    code, out, err = apply(text)

    assert (code, out) == (1, "")
    assert said in err
    assert len(err.splitlines()) == 1
    assert "hush" not in err
    assert apply(ISP)[1] == "made isp isp\n"


def test_operators_may_stand_in_any_order(apply: Apply) -> None:
    under = '[[operator]]\nname = "Under"\nparent = "over"\n'
    over = '[[operator]]\nname = "Over"\n'

    code, out, _ = apply(ISP + under + over)

    assert (code, out.splitlines()[1:]) == (0, ["made operator over", "made operator under"])
    assert apply(ISP + under + over)[1] == "nothing changed\n"


def test_the_isp_may_change_its_name_and_not_its_code(apply: Apply) -> None:
    apply('[isp]\nname = "Nagar"\n')

    assert apply('[isp]\nname = "Nagar Net"\n')[1] == "changed isp nagar\n"
    assert "'nagar' and stays so" in apply(ISP)[2]


def test_before_there_is_an_isp_the_way_to_one_is_told(
    apply: Apply, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "netkhata apply" in apply('[[zone]]\nname = "Z"\n')[2]
    for words in (["billrun"], ["invite", "--role", "admin"]):
        assert cli.main(words) == 1
        assert "netkhata apply" in capsys.readouterr().err


def test_every_variable_that_is_not_set_is_named_at_once_with_its_place(
    apply: Apply, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("USERNAME_IS_SET", "u")
    text = (ISP + ROUTER + GATEWAY).replace('"hush-hush"', '"env:LACKING"', 1)
    text = text.replace('username = "u"', 'username = "env:USERNAME_IS_SET"')
    text = text.replace('app_key = "k"', 'app_key = "env:LACKING_TOO"')

    code, out, err = apply(text)

    assert (code, out) == (1, "")
    assert "LACKING (router core), LACKING_TOO (gateway bkash)" in err
    assert "USERNAME_IS_SET" not in err
    assert "--preserve-env" in err


def test_all_that_is_wrong_in_a_file_is_told_at_once(apply: Apply) -> None:
    wrong = ISP + ROUTER.replace("host", "hots") + '[[zone]]\ncode = "a b"\n[[statf]]\nname = "x"\n'

    code, out, err = apply(wrong)

    assert (code, out) == (1, "")
    assert err.splitlines() == [
        "netkhata: router core: unknown key 'hots': did you mean host?",
        "netkhata: router core: 'host' is missing",
        "netkhata: zone 1: 'name' is missing",
        'netkhata: zone 1: \'code\' is "a b": must be a short text without blanks, such as "north"',
        "netkhata: unknown table 'statf': did you mean staff?",
    ]


COLUMNS = {
    "isp": Operator, "operator": Operator, "zone": Zone, "package": Package, "router": Router,
    "billing_profile": BillingProfile, "gateway": Gateway, "group": Group, "staff": Staff,
    "template": Template,
}  # fmt: skip


def test_no_text_of_the_file_is_taken_that_its_column_does_not_hold() -> None:
    seen = 0
    for kind, model in COLUMNS.items():
        for key, form in file_format.FORMS[kind].items():
            column = model._meta.fields_map.get(key)
            if isinstance(column, CharField) and "text" in form.wanted:
                seen += 1
                assert not form.fits("a" * (column.max_length + 1)), f"{kind}.{key}"
                assert form.fits("a" * column.max_length), f"{kind}.{key}"
                assert not form.fits("a\0"), f"{kind}.{key}"
    assert seen > 25
